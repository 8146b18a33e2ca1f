package dev.hec.receiver.store;

import java.io.IOException;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next events in the order of time. Most events lie in the index in about the order of their time, so newest first nearly
 * each one would displace those found before it, and none could be skipped. So what finds many events looks at that end of the time
 * first where the page is likely to be; events there go before all others, and if there are enough, they are the page.
 *
 * <p>Confined to one thread.
 */
final class PageSearch {

    /** Fewer events than this many pages are not worth a first look. */
    private static final int PAGES = 8;
    /** The first look expects this many pages, for events are not spread evenly. */
    private static final int EXPECTED = 3;

    private static final int WIDER = 16;

    private final IndexSearcher searcher;
    private final Query query;
    private final boolean newestFirst;
    private final long total;

    /** @param total how many events the query finds */
    PageSearch(IndexSearcher searcher, Query query, boolean newestFirst, long total) {
        this.searcher = searcher;
        this.query = query;
        this.newestFirst = newestFirst;
        this.total = total;
    }

    /**
     * Finds the events after a place.
     *
     * @param fromNanos earliest timestamp that the query lets through, if it is known
     * @param lastNanos latest one
     * @param after null for the first ones
     * @param wanted how many; fewer are found only if there are no more
     */
    ScoreDoc[] after(SearchRequest.@Nullable Mark after, long fromNanos, long lastNanos, int wanted)
            throws IOException {
        IndexReader reader = searcher.getIndexReader();
        byte[] least = PointValues.getMinPackedValue(reader, EventDocument.TIME);
        byte[] most = PointValues.getMaxPackedValue(reader, EventDocument.TIME);
        if (total == 0 || least == null || most == null) {
            return new ScoreDoc[0];
        }
        long first = Math.max(fromNanos, LongPoint.decodeDimension(least, 0));
        long last = Math.min(lastNanos, LongPoint.decodeDimension(most, 0));
        if (after != null && newestFirst) {
            last = Math.min(last, after.timestampNanos());
        } else if (after != null) {
            first = Math.max(first, after.timestampNanos());
        }
        if (total / PAGES > wanted && first < last) {
            long span = last - first; // unsigned, as is the width
            for (long width = 1 + Long.divideUnsigned(span, total) * EXPECTED * wanted;
                    width != 0 && Long.compareUnsigned(width, Long.divideUnsigned(span, 2)) < 0;
                    width = wider(width)) {
                ScoreDoc[] found = newestFirst
                        ? top(within(last - width, last), after, wanted)
                        : top(within(first, first + width), after, wanted);
                if (found.length == wanted) {
                    return found;
                }
            }
        }
        return top(query, after, wanted);
    }

    /** 0 if it no longer fits. */
    private static long wider(long width) {
        return Long.numberOfLeadingZeros(width) > 4 ? width * WIDER : 0;
    }

    private Query within(long first, long last) {
        return new BooleanQuery.Builder()
                .add(query, BooleanClause.Occur.FILTER)
                .add(IndexSearch.range(EventDocument.TIME, first, last), BooleanClause.Occur.FILTER)
                .build();
    }

    private ScoreDoc[] top(Query part, SearchRequest.@Nullable Mark after, int wanted) throws IOException {
        TopFieldCollectorManager collectors = new TopFieldCollectorManager(order(), wanted, document(after), wanted);
        return searcher.search(part, collectors).scoreDocs;
    }

    private Sort order() {
        return new Sort(
                new SortField(EventDocument.TIME, SortField.Type.LONG, newestFirst),
                new SortField(EventDocument.SEQUENCE, SortField.Type.LONG, newestFirst));
    }

    private @Nullable FieldDoc document(SearchRequest.@Nullable Mark mark) {
        if (mark == null) {
            return null;
        }
        // No two events share a sequence number, so the document number decides nothing; the highest skips the event
        // itself.
        int highest = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
        return new FieldDoc(highest, Float.NaN, new Object[] {mark.timestampNanos(), mark.sequence()});
    }

    /** The place of a found event. */
    static SearchRequest.Mark mark(ScoreDoc doc) {
        Object[] keys = ((FieldDoc) doc).fields;
        return new SearchRequest.Mark((Long) keys[0], (Long) keys[1]);
    }
}
