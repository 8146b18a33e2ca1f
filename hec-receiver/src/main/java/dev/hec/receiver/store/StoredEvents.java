package dev.hec.receiver.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.DocumentStoredFieldVisitor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of events. Neighbours lie compressed together. Where events are read that are close to each other, what they lie in
 * is uncompressed once, as a merge does it; where they are far apart, only as much as one event needs. Confined to one thread.
 */
final class StoredEvents {

    private static final Set<String> STORED = Set.of(EventDocument.EVENT);
    /** Less than what is compressed together, even if events are large. */
    private static final int CLOSE = 16;

    private final List<LeafReaderContext> leaves;
    private final @Nullable StoredFields[] near;
    private final @Nullable StoredFields[] far;
    private boolean close;

    StoredEvents(List<LeafReaderContext> leaves) {
        this.leaves = leaves;
        near = new StoredFields[leaves.size()];
        far = new StoredFields[leaves.size()];
    }

    /** Gets ready for events that will be read in this order. */
    void expect(ScoreDoc[] docs) {
        int neighbours = 0;
        for (int i = 1; i < docs.length; i++) {
            neighbours += Math.abs(docs[i].doc - docs[i - 1].doc) <= CLOSE ? 1 : 0;
        }
        close = neighbours > docs.length / 2;
    }

    /** @param doc its number in the whole index */
    String json(int doc) throws IOException {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        DocumentStoredFieldVisitor visitor = new DocumentStoredFieldVisitor(STORED);
        reader(leaf).document(doc - leaf.docBase, visitor);
        return visitor.getDocument().get(EventDocument.EVENT);
    }

    private StoredFields reader(LeafReaderContext leaf) throws IOException {
        @Nullable StoredFields[] readers = close ? near : far;
        StoredFields reader = readers[leaf.ord];
        if (reader == null) {
            reader = close && leaf.reader() instanceof CodecReader segment
                    ? segment.getFieldsReader().getMergeInstance()
                    : leaf.reader().storedFields();
            readers[leaf.ord] = reader;
        }
        return reader;
    }
}
