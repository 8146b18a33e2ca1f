package dev.hec.receiver.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.Page;
import dev.hec.receiver.store.SearchRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The search API on top of an {@link EventStore}. Thread-safe. */
public final class SearchHandler implements SearchApi {

    private static final System.Logger LOG = System.getLogger(SearchHandler.class.getName());
    private static final JsonFactory JSON = new JsonFactory();

    private final EventStore store;
    private final Clock clock;

    /** @param clock what {@code now} and {@code -15m} refer to */
    public SearchHandler(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public HttpReply events(Map<String, List<String>> parameters) {
        try {
            SearchParameters parsed = SearchParameters.parse(parameters, clock.instant());
            Page page = store.search(parsed.request());
            return HttpReply.json(200, body(page, parsed));
        } catch (BadParameterException e) {
            return error(400, e.reason(), e.parameter(), e.position());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a search failed: " + e);
            return error(503, "the search failed, try again: " + e.getMessage(), "", 0);
        }
    }

    private static String body(Page page, SearchParameters parsed) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("total", page.total());
            if (page.eventsBehind() > 0) {
                json.writeNumberField("indexing", page.eventsBehind());
            }
            json.writeArrayFieldStart("events");
            for (Page.Hit hit : page.hits()) {
                json.writeRawValue(hit.json());
            }
            json.writeEndArray();
            if (page.more()) {
                SearchRequest request = parsed.request();
                Cursor next = new Cursor(
                        parsed.checksum(),
                        page.hits().get(page.hits().size() - 1).mark(),
                        page.snapshot(),
                        request.fromNanos(),
                        request.toNanos());
                json.writeStringField("next", next.encode());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static HttpReply error(int status, String message, String parameter, int position) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("error", message);
            if (!parameter.isEmpty()) {
                json.writeStringField("parameter", parameter);
            }
            if (position > 0) {
                json.writeNumberField("position", position);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return HttpReply.json(status, text.toString());
    }
}
