package dev.hec.receiver.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.store.Fields;
import dev.hec.receiver.store.Histogram;
import dev.hec.receiver.store.Times;
import dev.hec.receiver.store.Values;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/** What was found, as JSON. Stateless and thread-safe. */
final class SearchReplies {

    static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, String> LATER = Map.of("Retry-After", "1");

    private SearchReplies() {}

    static HttpReply histogram(Histogram histogram) {
        return reply(200, json -> {
            json.writeNumberField("total", histogram.total());
            behind(json, histogram.eventsBehind());
            if (histogram.interval() != null) {
                json.writeStringField("interval", histogram.interval().toString());
            }
            Values values = histogram.values();
            if (values != null) {
                values(json, values);
                json.writeBooleanField("complete", values.complete());
            }
            json.writeArrayFieldStart("buckets");
            for (Histogram.Bucket bucket : histogram.buckets()) {
                json.writeStartObject();
                json.writeStringField("from", Times.iso(bucket.fromNanos()));
                json.writeStringField("to", Times.iso(bucket.toNanos()));
                json.writeNumberField("count", bucket.count());
                if (values != null) {
                    json.writeArrayFieldStart("by");
                    for (long count : bucket.byValue()) {
                        json.writeNumber(count);
                    }
                    json.writeEndArray();
                    json.writeNumberField("other", bucket.other());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static HttpReply values(Values values) {
        return reply(200, json -> {
            json.writeNumberField("total", values.total());
            behind(json, values.eventsBehind());
            json.writeNumberField("present", values.present());
            values(json, values);
            json.writeNumberField("other", values.other());
            json.writeBooleanField("complete", values.complete());
        });
    }

    private static void values(JsonGenerator json, Values values) throws IOException {
        json.writeArrayFieldStart("values");
        for (Values.Value value : values.values()) {
            json.writeStartObject();
            json.writeStringField("value", value.text());
            if (value.cut()) {
                json.writeBooleanField("cut", true);
            }
            json.writeNumberField("count", value.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static HttpReply fields(Fields fields) {
        return reply(200, json -> {
            json.writeNumberField("total", fields.total());
            behind(json, fields.eventsBehind());
            json.writeArrayFieldStart("fields");
            for (Fields.Field field : fields.fields()) {
                json.writeStartObject();
                json.writeStringField("name", field.name());
                json.writeNumberField("count", field.count());
                json.writeStringField("kind", field.kind().name().toLowerCase(Locale.ROOT));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("more", fields.more());
            json.writeBooleanField("complete", fields.complete());
        });
    }

    static HttpReply deleted(long count) {
        return reply(200, json -> json.writeNumberField("deleted", count));
    }

    static HttpReply bad(BadParameterException e) {
        return reply(400, json -> {
            json.writeStringField("error", e.reason());
            json.writeStringField("parameter", e.parameter());
            if (e.position() > 0) {
                json.writeNumberField("position", e.position());
            }
        });
    }

    /** @param error what could not be done, and what to do */
    static HttpReply unavailable(String error) {
        HttpReply reply = reply(503, json -> json.writeStringField("error", error));
        return new HttpReply(reply.status(), reply.contentType(), reply.body(), LATER);
    }

    static void behind(JsonGenerator json, long events) throws IOException {
        if (events > 0) {
            json.writeNumberField("indexing", events);
        }
    }

    private static HttpReply reply(int status, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return HttpReply.json(status, text.toString());
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
