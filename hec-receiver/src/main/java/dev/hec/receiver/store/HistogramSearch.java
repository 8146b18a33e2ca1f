package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Counts events by time, on one view of the index. Confined to one thread. */
final class HistogramSearch {

    private final View view;
    private final HistogramRequest request;
    private final SearchLimits limits;
    private final Deadline deadline;
    private final Query query;

    HistogramSearch(View view, HistogramRequest request, SearchLimits limits, Deadline deadline) {
        this.view = view;
        this.request = request;
        this.limits = limits;
        this.deadline = deadline;
        query = view.query(request.scope());
    }

    /** @throws TooManyBucketsException if the interval that was asked for is too short */
    Histogram run() throws IOException {
        TimeBuckets buckets = buckets();
        if (buckets == null) {
            ValuesSearch.Found nothing = values();
            return new Histogram(
                    0, view.behind(), request.interval(), List.of(), nothing == null ? null : nothing.values());
        }
        ValuesSearch.Found found = values();
        long[] counts = new long[buckets.count()];
        if (found == null) {
            view.collect(query, deadline, new TimeCounter(buckets, counts));
            return histogram(buckets, counts, new long[0][], counts, null);
        }
        for (LeafMatches leaf : found.matches().leaves()) {
            countAll(leaf, buckets, counts);
        }
        long[] other = counts.clone();
        long[][] byValue = new long[found.terms().size()][buckets.count()];
        for (LeafMatches leaf : found.matches().leaves()) {
            count(leaf, found, buckets, byValue, other);
        }
        return histogram(buckets, counts, byValue, other, found.values());
    }

    private ValuesSearch.@Nullable Found values() throws IOException {
        String by = request.by();
        return by == null ? null : new ValuesSearch(view, query, by, limits, deadline).top(request.values());
    }

    /** Null if nothing was found that could tell where they begin or end. */
    private @Nullable TimeBuckets buckets() throws IOException {
        Scope scope = request.scope();
        if (scope.isEmpty()) {
            return null;
        }
        Long first = scope.hasFrom() ? Long.valueOf(scope.fromNanos()) : edge(false);
        Long last = scope.hasTo() ? Long.valueOf(scope.lastNanos()) : edge(true);
        if (first == null || last == null) {
            return null;
        }
        Interval interval = request.interval();
        if (interval == null) {
            interval = Interval.fitting(first, last, request.buckets());
        }
        return TimeBuckets.of(first, last, interval, request.buckets());
    }

    private @Nullable Long edge(boolean latest) throws IOException {
        IndexSearcher searcher = view.searcher(deadline);
        Scope scope = request.scope();
        ScoreDoc[] found = new PageSearch(searcher, query, latest, searcher.count(query))
                .after(null, scope.fromNanos(), scope.lastNanos(), 1);
        deadline.check(searcher);
        return found.length == 0 ? null : PageSearch.mark(found[0]).timestampNanos();
    }

    private void countAll(LeafMatches leaf, TimeBuckets buckets, long[] counts) throws IOException {
        if (leaf.count() == 0) {
            return;
        }
        NumericDocValues times = TimeCounter.times(leaf.leaf());
        TimeCounter.Run run = new TimeCounter.Run(buckets, counts);
        DocIdSetIterator all = leaf.all();
        while (all.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            times.advanceExact(all.docID());
            run.add(times.longValue());
        }
        deadline.check();
    }

    private void count(LeafMatches leaf, ValuesSearch.Found found, TimeBuckets buckets, long[][] byValue, long[] other)
            throws IOException {
        if (leaf.count() == 0) {
            return;
        }
        FixedBitSet any = new FixedBitSet(leaf.leaf().reader().maxDoc());
        for (int i = 0; i < byValue.length; i++) {
            TermsEnum terms =
                    Matches.at(leaf, EventDocument.TEXTS, found.terms().get(i));
            if (terms == null) {
                continue;
            }
            deadline.check();
            NumericDocValues times = TimeCounter.times(leaf.leaf());
            TimeCounter.Run run = new TimeCounter.Run(buckets, byValue[i]);
            DocIdSetIterator both = leaf.both(terms.postings(null, PostingsEnum.NONE));
            while (both.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                times.advanceExact(both.docID());
                run.add(times.longValue());
                if (!any.getAndSet(both.docID())) {
                    other[buckets.of(times.longValue())]--;
                }
            }
        }
    }

    private Histogram histogram(
            TimeBuckets buckets, long[] counts, long[][] byValue, long[] other, @Nullable Values values) {
        Scope scope = request.scope();
        List<Histogram.Bucket> all = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            List<Long> each = new ArrayList<>();
            for (long[] ofValue : byValue) {
                each.add(ofValue[i]);
            }
            // Cut to the range, so that a search with these instants finds what was counted.
            long from = scope.hasFrom() ? Math.max(scope.fromNanos(), buckets.start(i)) : buckets.start(i);
            long to = scope.hasTo() ? Math.min(scope.toNanos(), buckets.end(i)) : buckets.end(i);
            all.add(new Histogram.Bucket(from, to, counts[i], each, other[i]));
            total += counts[i];
        }
        return new Histogram(total, view.behind(), buckets.interval(), all, values);
    }
}
