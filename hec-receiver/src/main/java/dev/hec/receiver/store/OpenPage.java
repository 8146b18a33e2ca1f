package dev.hec.receiver.store;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * A page of results whose events are read from the index one by one, at the pace of whoever reads it, so that it takes little memory
 * however large they are. Keeps the files of the index and one of the {@link SearchLimits#pages} until it is closed. Confined to one
 * thread.
 */
public final class OpenPage implements Closeable {

    private final SearchGate gate;
    private final View view;
    private final IndexSearch.Found found;
    private final StoredEvents stored;
    private final int limit;
    private final long maxBytes;
    private int read;
    private long bytes;
    private boolean open = true;

    OpenPage(SearchGate gate, View view, IndexSearch.Found found, int limit, long maxBytes) {
        this.gate = gate;
        this.view = view;
        this.found = found;
        this.limit = limit;
        this.maxBytes = maxBytes;
        stored = new StoredEvents(view.leaves());
        stored.expect(found.docs());
    }

    /** Events that match, on all pages. */
    public long total() {
        return found.total();
    }

    /** To be given to the search for the further pages. */
    public long snapshot() {
        return found.snapshot();
    }

    /** Durable events that this search could not see yet, because the index was too far behind. */
    public long eventsBehind() {
        return view.behind();
    }

    /** The next event as a flat JSON object; null at the end of the page. */
    public @Nullable String next() throws IOException {
        if (read == Math.min(limit, found.docs().length) || bytes >= maxBytes) {
            return null;
        }
        String json = stored.json(found.docs()[read].doc);
        read++;
        bytes += json.length();
        return json;
    }

    /** Whether there are events behind those that were read. */
    public boolean more() {
        return read < found.docs().length;
    }

    /** The place of the event that was read last. */
    public SearchRequest.Mark mark() {
        ScoreDoc last = found.docs()[read - 1];
        return PageSearch.mark(last);
    }

    /** Idempotent. */
    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            gate.endPage();
            view.close();
        }
    }
}
