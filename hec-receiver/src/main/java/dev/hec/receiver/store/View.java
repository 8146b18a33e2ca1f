package dev.hec.receiver.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The index as it is at one instant, until this is closed: neither what arrives later nor what is deleted later shows. Confined
 * to one thread.
 */
final class View implements Closeable {

    private final SearcherManager searchers;
    private final IndexSearcher held;
    private final long visible;
    private final long behind;

    private View(Visibility.Sight sight, long target) throws IOException {
        searchers = sight.searchers();
        visible = sight.visible();
        behind = Math.max(0, target - visible);
        held = searchers.acquire();
    }

    /**
     * Takes a view of what can be seen.
     *
     * @param target the number of the next event that will be durable
     * @throws IOException if the index cannot be read now
     */
    static View of(Visibility visibility, long target) throws IOException {
        Visibility.Sight sight = visibility.sight();
        while (true) {
            try {
                return new View(sight, target);
            } catch (AlreadyClosedException e) {
                Visibility.Sight next = visibility.sight();
                if (next.equals(sight)) {
                    throw new IOException("the index is being opened or closed; try again", e);
                }
                sight = next; // the index was opened again in between
            }
        }
    }

    /** Events below this number are seen, provided they are not deleted. */
    long visible() {
        return visible;
    }

    /** Durable events that are not seen yet. */
    long behind() {
        return behind;
    }

    /** What finds the events of a scope, of those that this sees. */
    Query query(Scope scope) {
        return IndexSearch.query(scope, visible);
    }

    /** The segments, to be read without a limit of time. */
    List<LeafReaderContext> leaves() {
        return held.getIndexReader().leaves();
    }

    /** A searcher that throws or stops when the time is over; the cache of filters is shared by all. */
    IndexSearcher searcher(Deadline deadline) throws IOException {
        DirectoryReader reader = (DirectoryReader) held.getIndexReader();
        IndexSearcher searcher = new IndexSearcher(ExitableDirectoryReader.wrap(reader, deadline));
        searcher.setTimeout(deadline);
        return searcher;
    }

    /** Gives every event that is found to the collector. */
    void collect(Query query, Deadline deadline, Collector collector) throws IOException {
        IndexSearcher searcher = searcher(deadline);
        searcher.search(query, one(collector));
        deadline.check(searcher);
    }

    /** Lucene asks for a collector per thread, and here is one thread. */
    private static CollectorManager<Collector, Collector> one(Collector collector) {
        return new CollectorManager<>() {
            @Override
            public Collector newCollector() {
                return collector;
            }

            @Override
            public Collector reduce(Collection<Collector> collectors) {
                return collector;
            }
        };
    }

    @Override
    public void close() throws IOException {
        searchers.release(held);
    }
}
