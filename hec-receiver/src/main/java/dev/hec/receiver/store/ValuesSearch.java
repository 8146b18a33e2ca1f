package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/** Counts the values of a field, on one view of the index. Confined to one thread. */
final class ValuesSearch {

    private final View view;
    private final Query query;
    private final FieldTerms field;
    private final SearchLimits limits;
    private final Deadline deadline;

    ValuesSearch(View view, Query query, String field, SearchLimits limits, Deadline deadline) {
        this.view = view;
        this.query = query;
        this.field = new FieldTerms(field);
        this.limits = limits;
        this.deadline = deadline;
    }

    /**
     * What was found.
     *
     * @param terms the terms of the values, in their order
     */
    record Found(Matches matches, List<BytesRef> terms, Values values) {}

    Found top(int limit) throws IOException {
        Matches matches = Matches.of(view, query, deadline);
        TopTerms top = TopTerms.of(matches, EventDocument.TEXTS, field.exists(), limit, limits.terms(), deadline);
        List<BytesRef> terms = new ArrayList<>();
        List<Values.Value> values = new ArrayList<>();
        for (TopTerms.Counted counted : top.terms()) {
            BytesRef term = counted.term();
            terms.add(term);
            values.add(new Values.Value(field.value(term), field.isCut(term), counted.count()));
        }
        long present = matches.countOf(EventDocument.NAMES, field.exists());
        long other = present == 0 ? 0 : present - having(matches, terms);
        return new Found(
                matches, terms, new Values(matches.count(), present, values, other, top.complete(), view.behind()));
    }

    /** How many events have at least one of the values. */
    private long having(Matches matches, List<BytesRef> terms) throws IOException {
        long having = 0;
        for (LeafMatches leaf : matches.leaves()) {
            deadline.check();
            if (leaf.count() > 0) {
                having += having(leaf, terms);
            }
        }
        return having;
    }

    private static int having(LeafMatches leaf, List<BytesRef> terms) throws IOException {
        FixedBitSet any = new FixedBitSet(leaf.leaf().reader().maxDoc());
        int having = 0;
        for (BytesRef term : terms) {
            TermsEnum at = Matches.at(leaf, EventDocument.TEXTS, term);
            if (at != null) {
                DocIdSetIterator both = leaf.both(at.postings(null, PostingsEnum.NONE));
                while (both.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    having += any.getAndSet(both.docID()) ? 0 : 1;
                }
            }
        }
        return having;
    }
}
