package dev.hec.receiver.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.search.IndexSearcher;

/**
 * Finds events and counts them. Each method sees everything that was acknowledged before it was called, unless the index is so far
 * behind that the wait of {@link StoreSettings#freshness} is not enough; the result says so. Thread-safe.
 *
 * <p>Each throws {@link SearchLimitException} if it took too long or too many searches are at work, and another
 * {@code IOException} if the index cannot be read now.
 */
public final class EventSearch {

    private final LongSupplier journalEnd;
    private final Indexer indexer;
    private final StoreSettings settings;
    private final SearchLimits limits;
    private final Limited limited;
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
        limited = new Limited(limits, nanoTime);
        gate = new SearchGate(limits);
    }

    /** Finds the events of a page, which are read from it one by one. */
    public OpenPage open(SearchRequest request) throws IOException {
        return inside(() -> {
            gate.beginPage();
            OpenPage page = null;
            try {
                View view = view(settings.freshness());
                try {
                    IndexSearch.Found found =
                            turn(() -> limited.run(deadline -> IndexSearch.find(view, request, deadline)));
                    page = new OpenPage(gate, view, found, request.limit(), settings.maxPageBytes());
                    return page;
                } finally {
                    if (page == null) {
                        view.close();
                    }
                }
            } finally {
                if (page == null) {
                    gate.endPage();
                }
            }
        });
    }

    /** The same, with all of its events in memory. */
    public Page events(SearchRequest request) throws IOException {
        try (OpenPage page = open(request)) {
            List<Page.Hit> hits = new ArrayList<>();
            for (String json = page.next(); json != null; json = page.next()) {
                hits.add(new Page.Hit(page.mark(), json));
            }
            return new Page(page.total(), hits, page.more(), page.snapshot(), page.eventsBehind());
        }
    }

    /** How many events there are. */
    public long count(Scope scope) throws IOException {
        return run((view, deadline) -> count(view, scope, deadline));
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
     * Begins an export, which gives all or fails.
     *
     * @throws IOException if it cannot begin; nothing was exported
     */
    public OpenExport openExport(Scope scope, boolean newestFirst) throws IOException {
        gate.beginExport();
        OpenExport export = null;
        try {
            View view = view(settings.catchUp());
            try {
                complete(view);
                long total = limited.run(deadline -> count(view, scope, deadline));
                export = new OpenExport(limited, gate, view, scope, newestFirst, total);
                return export;
            } finally {
                if (export == null) {
                    view.close();
                }
            }
        } finally {
            if (export == null) {
                gate.endExport();
            }
        }
    }

    /** Begins an export and ends it. */
    void export(Scope scope, boolean newestFirst, OpenExport.EventTaker taker) throws IOException {
        try (OpenExport export = openExport(scope, newestFirst)) {
            export.writeTo(taker);
        }
    }

    private View view(Duration patience) throws IOException {
        long target = journalEnd.getAsLong();
        Visibility visibility = indexer.visibility();
        visibility.await(target, TimeUnit.NANOSECONDS.convert(patience));
        return View.of(visibility, target);
    }

    private <T> T run(Work<T> work) throws IOException {
        return inside(() -> {
            try (View view = view(settings.freshness())) {
                return turn(() -> limited.run(deadline -> work.run(view, deadline)));
            }
        });
    }

    private <T> T inside(Part<T> part) throws IOException {
        gate.enter();
        try {
            return part.run();
        } finally {
            gate.leave();
        }
    }

    private <T> T turn(Part<T> part) throws IOException {
        gate.beginSearch();
        try {
            return part.run();
        } finally {
            gate.endSearch();
        }
    }

    private interface Part<T> {
        T run() throws IOException;
    }

    private interface Work<T> {
        T run(View view, Deadline deadline) throws IOException;
    }

    /** Runs steps that may take only so long. Stateless and thread-safe. */
    record Limited(SearchLimits limits, LongSupplier nanoTime) {

        <T> T run(Step<T> step) throws IOException {
            Deadline deadline = new Deadline(limits.time(), nanoTime);
            try {
                return step.run(deadline);
            } catch (ExitableDirectoryReader.ExitingReaderException e) {
                throw deadline.exceeded();
            }
        }

        Deadline ofExport() {
            return new Deadline(limits.exportTime(), nanoTime);
        }
    }

    interface Step<T> {
        T run(Deadline deadline) throws IOException;
    }
}
