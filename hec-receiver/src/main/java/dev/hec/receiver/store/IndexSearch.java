package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.jspecify.annotations.Nullable;

/** Runs one search on one view of the index. Stateless and thread-safe. */
final class IndexSearch {

    private static final Set<String> STORED = Set.of(EventDocument.EVENT);

    private IndexSearch() {}

    /** @param maxBytes the page ends with the event that reaches this size, in characters */
    static Page run(IndexSearcher searcher, SearchRequest request, long snapshot, long eventsBehind, long maxBytes)
            throws IOException {
        Query query = query(request, snapshot);
        // Counting apart lets Lucene skip what cannot reach the page, and often count without looking at any event.
        int total = searcher.count(query);
        // One more than asked for tells whether there is a further page.
        int wanted = request.limit() + 1;
        TopFieldCollectorManager collectors = new TopFieldCollectorManager(
                order(request.newestFirst()), wanted, after(searcher, request.after()), wanted);
        TopFieldDocs found = searcher.search(query, collectors);
        StoredFields stored = searcher.storedFields();
        List<Page.Hit> hits = new ArrayList<>();
        long bytes = 0;
        for (ScoreDoc doc : found.scoreDocs) {
            if (hits.size() == request.limit() || bytes >= maxBytes) {
                break;
            }
            String json = stored.document(doc.doc, STORED).get(EventDocument.EVENT);
            hits.add(new Page.Hit(mark((FieldDoc) doc), json));
            bytes += json.length();
        }
        boolean more = hits.size() < found.scoreDocs.length;
        return new Page(total, hits, more, snapshot, eventsBehind);
    }

    /** What finds the events that a request asks for, on all pages. */
    static Query query(SearchRequest request, long snapshot) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (!(request.query() instanceof dev.hec.receiver.query.Query.All)) {
            all.add(QueryCompiler.compile(request.query()), BooleanClause.Occur.FILTER);
        }
        long last = request.toNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : request.toNanos() - 1;
        if (request.fromNanos() != Long.MIN_VALUE || last != Long.MAX_VALUE) {
            all.add(LongPoint.newRangeQuery(EventDocument.TIME, request.fromNanos(), last), BooleanClause.Occur.FILTER);
        }
        all.add(LongPoint.newRangeQuery(EventDocument.SEQUENCE, 0, snapshot - 1), BooleanClause.Occur.FILTER);
        return all.build();
    }

    private static Sort order(boolean newestFirst) {
        return new Sort(
                new SortField(EventDocument.TIME, SortField.Type.LONG, newestFirst),
                new SortField(EventDocument.SEQUENCE, SortField.Type.LONG, newestFirst));
    }

    private static @Nullable FieldDoc after(IndexSearcher searcher, SearchRequest.@Nullable Mark mark) {
        if (mark == null) {
            return null;
        }
        // No two events share a sequence number, so the document number decides nothing; the highest skips the event
        // itself.
        int highest = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
        return new FieldDoc(highest, Float.NaN, new Object[] {mark.timestampNanos(), mark.sequence()});
    }

    private static SearchRequest.Mark mark(FieldDoc doc) {
        Object[] keys = doc.fields;
        return new SearchRequest.Mark((Long) keys[0], (Long) keys[1]);
    }
}
