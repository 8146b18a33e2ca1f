package dev.hec.receiver.search;

import dev.hec.receiver.store.Scope;
import dev.hec.receiver.store.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/events} asks for. Immutable.
 *
 * @param request what to search for
 * @param checksum of the search, for the cursor
 */
record EventsRequest(SearchRequest request, int checksum) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 10_000;

    static EventsRequest of(Parameters parameters) throws BadParameterException {
        Scope scope = parameters.scope();
        boolean newestFirst = parameters.newestFirst();
        int limit = parameters.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        int checksum = Cursor.checksum(parameters.text("q"), newestFirst);
        Cursor cursor = cursor(parameters.text("after"), checksum);
        SearchRequest request = cursor == null
                ? new SearchRequest(
                        scope.query(), scope.fromNanos(), scope.toNanos(), newestFirst, limit, null, Long.MAX_VALUE)
                : new SearchRequest(
                        scope.query(),
                        cursor.fromNanos(),
                        cursor.toNanos(),
                        newestFirst,
                        limit,
                        cursor.mark(),
                        cursor.snapshot());
        return new EventsRequest(request, checksum);
    }

    private static @Nullable Cursor cursor(String text, int checksum) throws BadParameterException {
        if (text.isEmpty()) {
            return null;
        }
        Cursor cursor;
        try {
            cursor = Cursor.decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("after", "expected the value of next from the page before");
        }
        if (cursor.search() != checksum) {
            throw new BadParameterException("after", "this cursor belongs to a search with another q or order");
        }
        return cursor;
    }
}
