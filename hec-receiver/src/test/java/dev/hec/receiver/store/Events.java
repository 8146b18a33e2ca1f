package dev.hec.receiver.store;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.journal.JournalLimits;
import dev.hec.receiver.query.Query;
import dev.hec.receiver.query.QueryParser;
import dev.hec.receiver.query.QuerySyntaxException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events, searches and settings for tests of the store. */
final class Events {

    /** The defaults, with more patience for a busy machine. */
    static final StoreSettings SETTINGS = new StoreSettings(
            JournalLimits.DEFAULT,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            32 << 20,
            BatchLimits.DEFAULT);

    /** Commits at every opportunity, fails over fast, and has a small journal. */
    static final StoreSettings SMALL = new StoreSettings(
            new JournalLimits(1 << 14, 1 << 20, 1 << 18),
            Duration.ofMillis(5),
            Duration.ofSeconds(10),
            Duration.ofMillis(5),
            32 << 20,
            BatchLimits.DEFAULT);

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    private Events() {}

    static Event withId(String id) {
        return withId(id, 1_000_000_000L);
    }

    static Event withId(String id, long timestampNanos) {
        return new Event(timestampNanos, Map.of("id", id));
    }

    /** What a request of that name is known by. */
    static BatchKey batch(String name) {
        return BatchKey.of(new byte[0], name, new byte[0]);
    }

    static SearchRequest request(String query, int limit) {
        return request(query, limit, true);
    }

    static SearchRequest request(String query, int limit, boolean newestFirst) {
        return new SearchRequest(
                parse(query), Long.MIN_VALUE, Long.MAX_VALUE, newestFirst, limit, null, Long.MAX_VALUE);
    }

    static Query parse(String query) {
        try {
            return QueryParser.parse(query);
        } catch (QuerySyntaxException e) {
            throw new IllegalArgumentException(query, e);
        }
    }

    /** The ids of all events that match, over as many pages as it takes. */
    static List<String> ids(EventStore store, SearchRequest first) throws IOException {
        List<String> ids = new ArrayList<>();
        Page page = store.search(first);
        ids.addAll(ids(page));
        while (page.more()) {
            page = store.search(following(first, page));
            ids.addAll(ids(page));
        }
        return ids;
    }

    static SearchRequest following(SearchRequest request, Page page) {
        return new SearchRequest(
                request.query(),
                request.fromNanos(),
                request.toNanos(),
                request.newestFirst(),
                request.limit(),
                page.hits().get(page.hits().size() - 1).mark(),
                page.snapshot());
    }

    static List<String> ids(Page page) {
        return page.hits().stream().map(hit -> id(hit.json())).toList();
    }

    private static String id(String json) {
        Matcher matcher = ID.matcher(json);
        if (!matcher.find()) {
            throw new AssertionError("no id in " + json);
        }
        return matcher.group(1);
    }
}
