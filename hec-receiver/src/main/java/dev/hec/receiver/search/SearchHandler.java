package dev.hec.receiver.search;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.query.FieldAlias;
import dev.hec.receiver.query.Query;
import dev.hec.receiver.store.EventSearch;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.HistogramRequest;
import dev.hec.receiver.store.Interval;
import dev.hec.receiver.store.Scope;
import dev.hec.receiver.store.SearchLimitException;
import dev.hec.receiver.store.TooManyBucketsException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The search API on top of an {@link EventStore}. Thread-safe. */
public final class SearchHandler implements SearchApi {

    private static final System.Logger LOG = System.getLogger(SearchHandler.class.getName());
    private static final String NDJSON = "application/x-ndjson";

    private static final int LEAST_BUCKETS = 5;
    private static final int DEFAULT_BUCKETS = 60;
    private static final int MOST_BUCKETS = 1000;
    private static final int DEFAULT_VALUES = 10;
    private static final int MOST_VALUES = 1000;
    private static final int MOST_VALUES_BY_TIME = 50;
    private static final int DEFAULT_FIELDS = 200;
    private static final int MOST_FIELDS = 1000;

    private final EventStore store;
    private final EventSearch search;
    private final Clock clock;

    /** @param clock what {@code now} and {@code -15m} refer to */
    public SearchHandler(EventStore store, Clock clock) {
        this.store = store;
        this.search = store.searching();
        this.clock = clock;
    }

    @Override
    public HttpReply answer(SearchOperation operation, Map<String, List<String>> given) {
        try {
            Parameters parameters = new Parameters(operation, given, clock.instant());
            return switch (operation) {
                case EVENTS -> events(EventsRequest.of(parameters));
                case HISTOGRAM -> histogram(parameters);
                case VALUES -> values(parameters);
                case FIELDS ->
                    SearchReplies.fields(search.fields(
                            parameters.scope(), parameters.number("limit", 1, MOST_FIELDS, DEFAULT_FIELDS)));
                case EXPORT -> export(parameters);
                case DELETE -> delete(parameters);
            };
        } catch (BadParameterException e) {
            return SearchReplies.bad(e);
        } catch (SearchLimitException e) {
            return SearchReplies.unavailable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a search failed: " + e);
            return SearchReplies.unavailable("the search failed, try again: " + e.getMessage());
        }
    }

    private HttpReply events(EventsRequest asked) throws IOException {
        return PageBody.reply(search.open(asked.request()), asked);
    }

    private HttpReply histogram(Parameters parameters) throws IOException, BadParameterException {
        Scope scope = parameters.scope();
        Interval interval = interval(parameters);
        int buckets = parameters.number("buckets", LEAST_BUCKETS, MOST_BUCKETS, DEFAULT_BUCKETS);
        if (interval != null && parameters.has("buckets")) {
            throw new BadParameterException("buckets", "give interval or buckets, not both");
        }
        if (parameters.has("limit") && !parameters.has("by")) {
            throw new BadParameterException("limit", "limit is the number of values of by; give by as well");
        }
        String by = parameters.has("by") ? field(parameters, "by") : null;
        int values = parameters.number("limit", 1, MOST_VALUES_BY_TIME, DEFAULT_VALUES);
        try {
            return SearchReplies.histogram(search.histogram(
                    new HistogramRequest(scope, interval, interval == null ? buckets : MOST_BUCKETS, by, values)));
        } catch (TooManyBucketsException e) {
            throw new BadParameterException("interval", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Interval interval(Parameters parameters) throws BadParameterException {
        try {
            return parameters.has("interval") ? Interval.parse(parameters.text("interval")) : null;
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("interval", String.valueOf(e.getMessage()));
        }
    }

    private HttpReply values(Parameters parameters) throws IOException, BadParameterException {
        if (!parameters.has("field")) {
            throw new BadParameterException("field", "the name of a field is missing: field=level");
        }
        return SearchReplies.values(search.values(
                parameters.scope(),
                field(parameters, "field"),
                parameters.number("limit", 1, MOST_VALUES, DEFAULT_VALUES)));
    }

    private static String field(Parameters parameters, String name) throws BadParameterException {
        String field = parameters.text(name);
        if (field.equals("timestamp")) {
            throw new BadParameterException(name, "timestamp is not counted as a field; use /api/histogram");
        }
        return FieldAlias.counted(field);
    }

    private HttpReply export(Parameters parameters) throws IOException, BadParameterException {
        Scope scope = parameters.scope();
        boolean newestFirst = parameters.newestFirst();
        // What is wrong is better said before the first line.
        return HttpReply.streamed(200, NDJSON, new ExportBody(search.openExport(scope, newestFirst)), Map.of());
    }

    private HttpReply delete(Parameters parameters) throws IOException, BadParameterException {
        Scope scope = parameters.scope();
        String all = parameters.text("all");
        if (!all.isEmpty() && !all.equals("true")) {
            throw new BadParameterException("all", "expected true, or leave it out");
        }
        if (all.isEmpty() && scope.query() instanceof Query.All) {
            throw new BadParameterException(
                    "q", "without q every event would be deleted; say which, or give all=true if that is meant");
        }
        // The thread that indexes should not try what takes too long; this says so before. What is counted here may be
        // less than
        // what there is when the index has caught up.
        search.count(scope);
        return SearchReplies.deleted(store.delete(scope.query(), scope.fromNanos(), scope.toNanos()));
    }
}
