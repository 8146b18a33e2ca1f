package dev.hec.receiver.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.DocumentStoredFieldVisitor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of events. Neighbours lie compressed together, and are uncompressed once if they are read in a row, as a merge
 * does. Confined to one thread.
 */
final class StoredEvents {

    private static final Set<String> STORED = Set.of(EventDocument.EVENT);

    private final List<LeafReaderContext> leaves;
    private final @Nullable StoredFields[] readers;

    StoredEvents(List<LeafReaderContext> leaves) {
        this.leaves = leaves;
        readers = new StoredFields[leaves.size()];
    }

    /** @param doc its number in the whole index */
    String json(int doc) throws IOException {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        StoredFields reader = readers[leaf.ord];
        if (reader == null) {
            reader = leaf.reader() instanceof CodecReader segment
                    ? segment.getFieldsReader().getMergeInstance()
                    : leaf.reader().storedFields();
            readers[leaf.ord] = reader;
        }
        DocumentStoredFieldVisitor visitor = new DocumentStoredFieldVisitor(STORED);
        reader.document(doc - leaf.docBase, visitor);
        return visitor.getDocument().get(EventDocument.EVENT);
    }
}
