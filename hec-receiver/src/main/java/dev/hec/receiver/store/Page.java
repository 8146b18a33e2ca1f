package dev.hec.receiver.store;

import java.util.List;

/**
 * One page of results. Immutable.
 *
 * @param total events that match, on all pages
 * @param hits the events of this page, in order
 * @param more whether there is a further page
 * @param snapshot to be given to the search for the further pages
 * @param eventsBehind durable events that this search could not see yet, because the index was too far behind
 */
public record Page(long total, List<Hit> hits, boolean more, long snapshot, long eventsBehind) {

    /** Copies the list. */
    public Page {
        hits = List.copyOf(hits);
    }

    /**
     * A found event.
     *
     * @param mark its place
     * @param json the event as a flat JSON object
     */
    public record Hit(SearchRequest.Mark mark, String json) {}
}
