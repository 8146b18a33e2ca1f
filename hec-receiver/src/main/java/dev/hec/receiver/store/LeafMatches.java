package dev.hec.receiver.store;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The events found in one segment. Confined to one thread.
 *
 * @param docs a bit per event; null if all are found and none is deleted
 * @param count how many are found
 */
record LeafMatches(LeafReaderContext leaf, @Nullable FixedBitSet docs, int count) {

    /** How many of them a term has. */
    int countOf(int docFreq, PostingsSource postings) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (docs == null) {
            return docFreq;
        }
        if (docFreq == leaf.reader().maxDoc()) {
            return count;
        }
        DocIdSetIterator both = both(postings.get());
        int found = 0;
        while (both.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            found++;
        }
        return found;
    }

    /** Each of them. */
    DocIdSetIterator all() {
        return docs == null ? DocIdSetIterator.all(leaf.reader().maxDoc()) : new BitSetIterator(docs, count);
    }

    /** Those that a term has, too. */
    DocIdSetIterator both(PostingsEnum postings) {
        return docs == null
                ? postings
                : ConjunctionUtils.intersectIterators(List.of(postings, new BitSetIterator(docs, count)));
    }

    /** Reads the events of a term only where they are needed. */
    @FunctionalInterface
    interface PostingsSource {
        PostingsEnum get() throws IOException;
    }
}
