package dev.hec.receiver.store;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;

/**
 * Finds events and counts them. Each method sees everything that was acknowledged before it was called, unless the index is so far
 * behind that the wait of {@link StoreSettings#freshness} is not enough; the result says so. Thread-safe.
 *
 * <p>Each throws {@link SearchLimitException} if it took too long or too many searches are at work, and another
 * {@code IOException} if the index cannot be read now.
 */
public final class EventSearch {

    /** Events that an export finds at a time. */
    private static final int EXPORT_PAGE = 2000;

    private final LongSupplier journalEnd;
    private final Indexer indexer;
    private final StoreSettings settings;
    private final SearchLimits limits;
    private final LongSupplier nanoTime;
    private final SearchGate gate;

    /**
     * @param journalEnd the number of the next event that will be acknowledged
     * @param nanoTime measures how long searches take
     */
    EventSearch(
            LongSupplier journalEnd,
            Indexer indexer,
            StoreSettings settings,
            SearchLimits limits,
            LongSupplier nanoTime) {
        this.journalEnd = journalEnd;
        this.indexer = indexer;
        this.settings = settings;
        this.limits = limits;
        this.nanoTime = nanoTime;
        gate = new SearchGate(limits);
    }

    /** Finds the events of a page. */
    public Page events(SearchRequest request) throws IOException {
        return run((view, deadline) -> IndexSearch.run(view, request, settings.maxPageBytes(), deadline));
    }

    /** How many events there are. */
    public long count(Scope scope) throws IOException {
        return run((view, deadline) -> count(view, scope, deadline));
    }

    /**
     * Tries whether an export would begin: it exports all or fails.
     *
     * @throws IOException if not; nothing was exported
     */
    public void tryExport(Scope scope) throws IOException {
        run((view, deadline) -> {
            complete(view);
            return count(view, scope, deadline);
        });
    }

    private static long count(View view, Scope scope, Deadline deadline) throws IOException {
        IndexSearcher searcher = view.searcher(deadline);
        int count = searcher.count(view.query(scope));
        deadline.check(searcher);
        return count;
    }

    /** An export has no place to say that something is missing. */
    private static void complete(View view) throws IOException {
        if (view.behind() > 0) {
            throw new SearchLimitException("the index has not got " + view.behind()
                    + " of the acknowledged events yet, so the export would not be complete; try again later");
        }
    }

    /**
     * Counts events by time.
     *
     * @throws TooManyBucketsException if the interval is too short for the range
     */
    public Histogram histogram(HistogramRequest request) throws IOException {
        return run((view, deadline) -> new HistogramSearch(view, request, limits, deadline).run());
    }

    /** The most frequent values of a field. */
    public Values values(Scope scope, String field, int limit) throws IOException {
        return run((view, deadline) -> new ValuesSearch(view, view.query(scope), field, limits, deadline)
                .top(limit)
                .values());
    }

    /** The fields that most events have. */
    public Fields fields(Scope scope, int limit) throws IOException {
        return run((view, deadline) -> FieldsSearch.run(view, scope, limit, limits, deadline));
    }

    /**
     * Gives all events of a scope to somebody, who determines the pace. All are as they were when this began. The memory it takes does
     * not depend on how many there are.
     *
     * @throws IOException what the taker throws, too; it has not got everything then
     */
    public void export(Scope scope, boolean newestFirst, EventTaker taker) throws IOException {
        gate.beginExport();
        try (View view = view()) {
            complete(view);
            Deadline end = new Deadline(limits.exportTime(), nanoTime);
            long total = limited(deadline -> count(view, scope, deadline));
            StoredEvents stored = new StoredEvents(view.leaves());
            SearchRequest.Mark last = null;
            ScoreDoc[] page;
            do {
                SearchRequest.Mark after = last;
                page = limited(deadline -> {
                    IndexSearcher searcher = view.searcher(deadline);
                    ScoreDoc[] found = new PageSearch(searcher, view.query(scope), newestFirst, total)
                            .after(after, scope.fromNanos(), scope.lastNanos(), EXPORT_PAGE);
                    deadline.check(searcher);
                    return found;
                });
                stored.expect(page);
                for (ScoreDoc doc : page) {
                    end.check();
                    taker.take(stored.json(doc.doc));
                    last = PageSearch.mark(doc);
                }
            } while (page.length == EXPORT_PAGE);
        } finally {
            gate.endExport();
        }
    }

    private View view() throws IOException {
        long target = journalEnd.getAsLong();
        Visibility visibility = indexer.visibility();
        visibility.await(target, TimeUnit.NANOSECONDS.convert(settings.freshness()));
        long visible = visibility.visible();
        return new View(indexer.searchers(), visible, Math.max(0, target - visible));
    }

    private <T> T run(Work<T> work) throws IOException {
        try (View view = view()) {
            return limited(deadline -> work.run(view, deadline));
        }
    }

    private <T> T limited(Step<T> step) throws IOException {
        gate.beginSearch();
        Deadline deadline = new Deadline(limits.time(), nanoTime);
        try {
            return step.run(deadline);
        } catch (ExitableDirectoryReader.ExitingReaderException e) {
            throw deadline.exceeded();
        } finally {
            gate.endSearch();
        }
    }

    private interface Work<T> {
        T run(View view, Deadline deadline) throws IOException;
    }

    private interface Step<T> {
        T run(Deadline deadline) throws IOException;
    }

    /** Takes events one by one. */
    @FunctionalInterface
    public interface EventTaker {

        /**
         * Takes the next one.
         *
         * @param json the event as a flat JSON object
         */
        void take(String json) throws IOException;
    }
}
