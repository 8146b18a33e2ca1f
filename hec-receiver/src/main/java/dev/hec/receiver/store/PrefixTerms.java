package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.PriorityQueue;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The terms with a prefix, of all segments in which something was found, in the order of their bytes, and how many of the found
 * events have each. Confined to one thread.
 */
final class PrefixTerms {

    private final BytesRef prefix;
    private final PriorityQueue<Source> waiting;
    private final List<Source> current = new ArrayList<>();

    PrefixTerms(Matches matches, String field, BytesRef prefix) throws IOException {
        this.prefix = prefix;
        List<LeafMatches> leaves = matches.leaves();
        waiting = new PriorityQueue<>(Math.max(1, leaves.size())) {
            @Override
            protected boolean lessThan(Source a, Source b) {
                return a.term.compareTo(b.term) < 0;
            }
        };
        for (LeafMatches leaf : leaves) {
            Terms terms = leaf.count() == 0 ? null : leaf.leaf().reader().terms(field);
            if (terms != null) {
                TermsEnum at = terms.iterator();
                if (at.seekCeil(prefix) != TermsEnum.SeekStatus.END) {
                    offer(new Source(leaf, at, at.term()));
                }
            }
        }
    }

    private void offer(Source source) {
        if (StringHelper.startsWith(source.term, prefix)) {
            waiting.add(source);
        }
    }

    /** Goes to the next term; false if there is none. */
    boolean next() throws IOException {
        for (Source source : current) {
            BytesRef term = source.terms.next();
            if (term != null) {
                source.term = term;
                offer(source);
            }
        }
        current.clear();
        if (waiting.size() == 0) {
            return false;
        }
        BytesRef term = waiting.top().term;
        do {
            current.add(waiting.pop());
        } while (waiting.size() > 0 && waiting.top().term.equals(term));
        return true;
    }

    /** The term, valid until the next call of {@link #next}. */
    BytesRef term() {
        return current.get(0).term;
    }

    /** An upper bound of {@link #count} that costs nothing. */
    long atMost() throws IOException {
        long sum = 0;
        for (Source source : current) {
            sum += source.terms.docFreq();
        }
        return sum;
    }

    /** How many of the found events have the term. */
    long count() throws IOException {
        long count = 0;
        for (Source source : current) {
            count += source.leaf.countOf(source.terms.docFreq(), source);
        }
        return count;
    }

    /** One segment's terms. */
    private static final class Source implements LeafMatches.PostingsSource {

        private final LeafMatches leaf;
        private final TermsEnum terms;
        private BytesRef term;
        private @Nullable PostingsEnum postings;

        Source(LeafMatches leaf, TermsEnum terms, BytesRef term) {
            this.leaf = leaf;
            this.terms = terms;
            this.term = term;
        }

        @Override
        public PostingsEnum get() throws IOException {
            PostingsEnum read = terms.postings(postings, PostingsEnum.NONE);
            postings = read;
            return read;
        }
    }
}
