package dev.hec.receiver.store;

import java.io.IOException;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;

/** Runs one search on one view of the index. Stateless and thread-safe. */
final class IndexSearch {

    private IndexSearch() {}

    /** Finds the events of a page; they are read later. */
    static Found find(View view, SearchRequest request, Deadline deadline) throws IOException {
        long snapshot = Math.min(request.snapshot(), view.visible());
        Query query = query(request, snapshot);
        IndexSearcher searcher = view.searcher(deadline);
        // Counting apart lets Lucene skip what cannot reach the page, and often count without looking at any event.
        int total = searcher.count(query);
        // One more than asked for tells whether there is a further page.
        long last = new Scope(request.query(), request.fromNanos(), request.toNanos()).lastNanos();
        ScoreDoc[] found = new PageSearch(searcher, query, request.newestFirst(), total)
                .after(request.after(), request.fromNanos(), last, request.limit() + 1);
        deadline.check(searcher);
        return new Found(total, snapshot, found);
    }

    /**
     * What a page is made of.
     *
     * @param total events that match, on all pages
     * @param snapshot to be given to the search for the further pages
     * @param docs at most one more than asked for
     */
    record Found(
            long total,
            long snapshot,
            @SuppressWarnings("ArrayRecordComponent") ScoreDoc[] docs) {}

    /** What finds the events that a request asks for, on all pages. */
    static Query query(SearchRequest request, long snapshot) {
        return query(new Scope(request.query(), request.fromNanos(), request.toNanos()), snapshot);
    }

    /** What finds the events of a scope that have a lower number than {@code snapshot}. */
    static Query query(Scope scope, long snapshot) {
        if (scope.isEmpty()) {
            return new MatchNoDocsQuery();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (!(scope.query() instanceof dev.hec.receiver.query.Query.All)) {
            all.add(QueryCompiler.compile(scope.query()), BooleanClause.Occur.FILTER);
        }
        if (scope.hasFrom() || scope.hasTo()) {
            all.add(range(EventDocument.TIME, scope.fromNanos(), scope.lastNanos()), BooleanClause.Occur.FILTER);
        }
        all.add(range(EventDocument.SEQUENCE, 0, snapshot - 1), BooleanClause.Occur.FILTER);
        return all.build();
    }

    /** Where the rest of the query finds little, looking at the values of that is cheaper than finding the whole range. */
    static Query range(String field, long first, long last) {
        return new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(field, first, last),
                NumericDocValuesField.newSlowRangeQuery(field, first, last));
    }
}
