package dev.hec.receiver.search;

import dev.hec.receiver.query.Query;
import dev.hec.receiver.query.QueryParser;
import dev.hec.receiver.query.QuerySyntaxException;
import dev.hec.receiver.store.SearchRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code GET /api/events}, read and checked. Immutable.
 *
 * @param request what to search for
 * @param checksum of the search, for the cursor
 */
record SearchParameters(SearchRequest request, int checksum) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 10_000;

    private static final List<String> KNOWN = List.of("q", "from", "to", "limit", "order", "after");

    /** @throws BadParameterException if a parameter is unknown, given twice or wrong */
    static SearchParameters parse(Map<String, List<String>> parameters, Instant now) throws BadParameterException {
        checkNames(parameters);
        String text = one(parameters, "q", "");
        Query query = query(text);
        boolean newestFirst = newestFirst(one(parameters, "order", "desc"));
        int limit = limit(one(parameters, "limit", Integer.toString(DEFAULT_LIMIT)));
        int checksum = Cursor.checksum(text, newestFirst);
        Cursor cursor = cursor(parameters, checksum);
        long from = cursor != null ? cursor.fromNanos() : time(parameters, "from", now, Long.MIN_VALUE);
        long to = cursor != null ? cursor.toNanos() : time(parameters, "to", now, Long.MAX_VALUE);
        if (from > to) {
            throw new BadParameterException("from", "from is later than to");
        }
        SearchRequest.Mark after = cursor == null ? null : cursor.mark();
        long snapshot = cursor == null ? Long.MAX_VALUE : cursor.snapshot();
        return new SearchParameters(new SearchRequest(query, from, to, newestFirst, limit, after, snapshot), checksum);
    }

    private static void checkNames(Map<String, List<String>> parameters) throws BadParameterException {
        TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
        KNOWN.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            String names = String.join(", ", unknown);
            throw new BadParameterException(
                    names, "unknown parameter " + names + "; known are " + String.join(", ", KNOWN));
        }
    }

    private static String one(Map<String, List<String>> parameters, String name, String otherwise)
            throws BadParameterException {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new BadParameterException(name, name + " is given " + values.size() + " times; give it once");
        }
        return values.isEmpty() || values.get(0).isEmpty() ? otherwise : values.get(0);
    }

    private static Query query(String text) throws BadParameterException {
        try {
            return QueryParser.parse(text);
        } catch (QuerySyntaxException e) {
            throw new BadParameterException(
                    "q", "at character " + e.position() + " of the query: " + e.getMessage(), e.position());
        }
    }

    private static boolean newestFirst(String order) throws BadParameterException {
        return switch (order) {
            case "desc" -> true;
            case "asc" -> false;
            default -> throw new BadParameterException("order", "expected desc (newest first) or asc (oldest first)");
        };
    }

    private static int limit(String text) throws BadParameterException {
        if (text.matches("\\d{1,5}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw new BadParameterException("limit", "expected a whole number from 1 to " + MAX_LIMIT);
    }

    private static @Nullable Cursor cursor(Map<String, List<String>> parameters, int checksum)
            throws BadParameterException {
        String text = one(parameters, "after", "");
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

    private static long time(Map<String, List<String>> parameters, String name, Instant now, long otherwise)
            throws BadParameterException {
        String text = one(parameters, name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return TimeBound.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(name, String.valueOf(e.getMessage()));
        }
    }
}
