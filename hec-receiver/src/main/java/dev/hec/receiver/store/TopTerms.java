package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.PriorityQueue;

/**
 * The terms with a prefix that most of the found events have; among equal ones, the first in the order of bytes. Immutable.
 *
 * <p>Nothing of it is prepared when events are indexed: the terms are read that searches use, and the events of a term only where it
 * can still get among the first.
 *
 * @param terms the first ones, those that most events have first
 * @param more whether there are others that a found event has
 * @param complete whether all were looked at
 */
record TopTerms(List<Counted> terms, boolean more, boolean complete) {

    /** Often enough to be in time, and seldom enough to cost nothing. */
    private static final int CHECK_EVERY = 256;

    /** A term, and how many of the found events have it. */
    record Counted(BytesRef term, long count) {}

    /**
     * @param limit how many are wanted
     * @param most how many are looked at
     */
    static TopTerms of(Matches matches, String field, BytesRef prefix, int limit, int most, Deadline deadline)
            throws IOException {
        PriorityQueue<Counted> best = new PriorityQueue<>(limit) {
            @Override
            protected boolean lessThan(Counted a, Counted b) {
                return a.count != b.count ? a.count < b.count : a.term.compareTo(b.term) > 0;
            }
        };
        PrefixTerms terms = new PrefixTerms(matches, field, prefix);
        boolean more = false;
        boolean complete = true;
        int seen = 0;
        while (terms.next()) {
            if (seen++ == most) {
                complete = false;
                break;
            }
            if (seen % CHECK_EVERY == 0) {
                deadline.check();
            }
            boolean full = best.size() == limit;
            // Terms come in order, so one that only equals the last of the best is behind it.
            if (full && terms.atMost() <= best.top().count() && more) {
                continue;
            }
            long count = terms.count();
            if (count == 0) {
                continue;
            }
            if (!full) {
                best.add(new Counted(BytesRef.deepCopyOf(terms.term()), count));
                continue;
            }
            more = true;
            if (count > best.top().count()) {
                best.pop();
                best.add(new Counted(BytesRef.deepCopyOf(terms.term()), count));
            }
        }
        List<Counted> ordered = new ArrayList<>();
        while (best.size() > 0) {
            ordered.add(best.pop());
        }
        Collections.reverse(ordered);
        return new TopTerms(List.copyOf(ordered), more, complete);
    }
}
