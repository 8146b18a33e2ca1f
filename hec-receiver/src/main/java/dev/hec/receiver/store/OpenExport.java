package dev.hec.receiver.store;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * An export that has begun: all events of a scope as they were then, at the pace of whoever takes them. The memory it takes does not
 * depend on how many there are. Keeps the files of the index and one of the {@link SearchLimits#exports} until it is closed; of the
 * places of searches it needs none. Confined to one thread.
 */
public final class OpenExport implements Closeable {

    /** Events that are found at a time. */
    private static final int PAGE = 2000;

    private final EventSearch.Limited limited;
    private final SearchGate gate;
    private final View view;
    private final Scope scope;
    private final boolean newestFirst;
    private final long total;
    private boolean open = true;

    OpenExport(EventSearch.Limited limited, SearchGate gate, View view, Scope scope, boolean newestFirst, long total) {
        this.limited = limited;
        this.gate = gate;
        this.view = view;
        this.scope = scope;
        this.newestFirst = newestFirst;
        this.total = total;
    }

    /**
     * Gives all events to somebody. To be called once.
     *
     * @throws IOException what the taker throws, too; it has not got everything then
     */
    public void writeTo(EventTaker taker) throws IOException {
        Deadline end = limited.ofExport();
        StoredEvents stored = new StoredEvents(view.leaves());
        SearchRequest.Mark last = null;
        ScoreDoc[] page;
        do {
            page = next(last);
            stored.expect(page);
            for (ScoreDoc doc : page) {
                end.check();
                taker.take(stored.json(doc.doc));
                last = PageSearch.mark(doc);
            }
        } while (page.length == PAGE);
    }

    private ScoreDoc[] next(SearchRequest.@Nullable Mark after) throws IOException {
        return limited.run(deadline -> {
            IndexSearcher searcher = view.searcher(deadline);
            ScoreDoc[] found = new PageSearch(searcher, view.query(scope), newestFirst, total)
                    .after(after, scope.fromNanos(), scope.lastNanos(), PAGE);
            deadline.check(searcher);
            return found;
        });
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

    /** Idempotent. */
    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            gate.endExport();
            view.close();
        }
    }
}
