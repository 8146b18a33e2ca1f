package dev.hec.receiver.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.receiver.http.BodyPace;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.StreamedBody;
import dev.hec.receiver.store.OpenPage;
import dev.hec.receiver.store.SearchRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of events as JSON. A small one is made at once; of a large one only the beginning is, and the rest while it is written, so
 * that many large pages at a time need no memory. Who reads one has to keep the pace that senders of bodies have to keep, and is cut
 * off otherwise; half a page is no JSON, so nobody takes it for the whole. Confined to one thread.
 */
final class PageBody implements StreamedBody {

    private static final System.Logger LOG = System.getLogger(PageBody.class.getName());

    /** What is made before anything is written. Most pages are smaller. */
    private static final int AT_ONCE = 128 * 1024;

    private final OpenPage page;
    private final EventsRequest asked;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private final Made made = new Made();
    private final JsonGenerator json;
    private final BodyPace pace = new BodyPace();
    private @Nullable OutputStream out;

    private PageBody(OpenPage page, EventsRequest asked) throws IOException {
        this.page = page;
        this.asked = asked;
        json = SearchReplies.JSON.createGenerator(made);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /**
     * The reply with a page.
     *
     * @param page is closed with the reply
     */
    static HttpReply reply(OpenPage page, EventsRequest asked) throws IOException {
        boolean streamed = false;
        try {
            PageBody body = new PageBody(page, asked);
            streamed = !body.begin();
            return streamed
                    ? HttpReply.streamed(200, "application/json", body, Map.of())
                    : HttpReply.json(200, body.beginning.toString(StandardCharsets.UTF_8));
        } finally {
            if (!streamed) {
                page.close();
            }
        }
    }

    /** True if that was all. */
    private boolean begin() throws IOException {
        json.writeStartObject();
        json.writeNumberField("total", page.total());
        SearchReplies.behind(json, page.eventsBehind());
        json.writeArrayFieldStart("events");
        while (beginning.size() < AT_ONCE) {
            String event = page.next();
            if (event == null) {
                end();
                return true;
            }
            json.writeRawValue(event);
        }
        return false;
    }

    private void end() throws IOException {
        json.writeEndArray();
        if (page.more()) {
            SearchRequest request = asked.request();
            Cursor next =
                    new Cursor(asked.checksum(), page.mark(), page.snapshot(), request.fromNanos(), request.toNanos());
            json.writeStringField("next", next.encode());
        }
        json.writeEndObject();
        json.close();
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        try {
            out = target;
            made.write(beginning.toByteArray());
            beginning.reset();
            for (String event = page.next(); event != null; event = page.next()) {
                json.writeRawValue(event);
            }
            end();
        } catch (IOException | RuntimeException e) {
            // The generator is left open: closing it would make half a page look like a whole one.
            LOG.log(System.Logger.Level.WARNING, "a page was broken off: " + e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        page.close();
    }

    /** Keeps the beginning, and passes on the rest. */
    private final class Made extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            OutputStream reader = out;
            if (reader == null) {
                beginning.write(bytes, offset, length);
            } else {
                pace.waiting();
                reader.write(bytes, offset, length);
                pace.came(length);
            }
        }
    }
}
