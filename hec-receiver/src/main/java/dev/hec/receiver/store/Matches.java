package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** The events that a search found, a bit for each event of the index. Confined to one thread. */
final class Matches {

    private final List<LeafMatches> leaves;

    private Matches(List<LeafMatches> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    static Matches of(View view, Query query, Deadline deadline) throws IOException {
        Bits bits = new Bits(view.leaves().size());
        view.collect(query, deadline, bits);
        List<LeafMatches> leaves = new ArrayList<>();
        for (LeafReaderContext leaf : view.leaves()) {
            leaves.add(bits.matches(leaf));
        }
        return new Matches(leaves);
    }

    /** By segment, in the order of {@link View#leaves}. */
    List<LeafMatches> leaves() {
        return leaves;
    }

    /** How many are found. */
    long count() {
        return leaves.stream().mapToLong(LeafMatches::count).sum();
    }

    /** How many of them have a term. */
    long countOf(String field, BytesRef term) throws IOException {
        long count = 0;
        for (LeafMatches matches : leaves) {
            TermsEnum terms = at(matches, field, term);
            if (terms != null) {
                count += matches.countOf(terms.docFreq(), () -> terms.postings(null, PostingsEnum.NONE));
            }
        }
        return count;
    }

    /** The terms of a segment, standing at a term; null if it has not got that one. */
    static @Nullable TermsEnum at(LeafMatches matches, String field, BytesRef term) throws IOException {
        Terms terms = matches.leaf().reader().terms(field);
        if (terms == null || matches.count() == 0) {
            return null;
        }
        TermsEnum at = terms.iterator();
        return at.seekExact(term) ? at : null;
    }

    private static final class Bits extends SimpleCollector {

        private final @Nullable FixedBitSet[] docs;
        private final int[] counts;
        private final boolean[] all;
        private @Nullable Weight weight;
        private FixedBitSet current = new FixedBitSet(0);
        private int leaf;

        Bits(int leaves) {
            docs = new FixedBitSet[leaves];
            counts = new int[leaves];
            all = new boolean[leaves];
        }

        @Override
        public void setWeight(Weight weight) {
            this.weight = weight;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            leaf = context.ord;
            int maxDoc = context.reader().maxDoc();
            // Lucene knows without looking when a query finds everything.
            if (weight != null && weight.count(context) == maxDoc) {
                all[leaf] = true;
                throw new CollectionTerminatedException();
            }
            current = new FixedBitSet(maxDoc);
            docs[leaf] = current;
        }

        @Override
        public void setScorer(Scorable scorer) {
            // not needed
        }

        @Override
        public void collect(int doc) {
            current.set(doc);
            counts[leaf]++;
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }

        LeafMatches matches(LeafReaderContext context) {
            FixedBitSet found = docs[context.ord];
            if (all[context.ord]) {
                return new LeafMatches(context, null, context.reader().maxDoc());
            }
            return new LeafMatches(
                    context, found == null ? new FixedBitSet(context.reader().maxDoc()) : found, counts[context.ord]);
        }
    }
}
