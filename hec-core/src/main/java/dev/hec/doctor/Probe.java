package dev.hec.doctor;

import dev.hec.auth.Authorization;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The request with a test event, marked as such by the field {@link #MARK}. Immutable. */
final class Probe {

    /** Field of every test event. */
    static final String MARK = "hec.doctor";

    private final HecSettings settings;
    private final URI url;
    private final String token;
    private final String channel;

    Probe(HecSettings settings, URI url, String token) {
        this.settings = settings;
        this.url = url;
        this.token = token;
        String given = settings.find(HecSetting.CHANNEL);
        String random = settings.get(HecSetting.ACK) ? UUID.randomUUID().toString() : "";
        channel = given == null ? random : given;
    }

    HttpRequest request(Codec codec, Instant now) {
        boolean raw = settings.get(HecSetting.MODE).equals("raw");
        String text = "hec-appenders doctor: a test event, compression " + codec.name();
        byte[] body = raw ? (text + "\n").getBytes(StandardCharsets.UTF_8) : event(text, now);
        HttpRequest.Builder request = HttpRequest.newBuilder(raw ? rawUrl() : url)
                .header("Authorization", Authorization.header(settings.get(HecSetting.AUTH_SCHEME), token))
                .header("Content-Type", raw ? "text/plain" : "application/json");
        String coding = codec.contentEncoding();
        if (coding != null) {
            request.header("Content-Encoding", coding);
        }
        if (!channel.isEmpty()) {
            request.header("X-Splunk-Request-Channel", channel);
        }
        try (Compressor compressor = codec.compressor(0)) {
            ByteBuffer sent = compressor.compress(ByteBuffer.wrap(body));
            byte[] copy = new byte[sent.remaining()];
            sent.get(copy);
            return request.POST(BodyPublishers.ofByteArray(copy)).build();
        }
    }

    private byte[] event(String text, Instant now) {
        EventDefaults own = settings.eventDefaults();
        EventWriter writer = new EventWriter(
                new EventDefaults(own.host(), own.source(), own.sourcetype(), own.index(), fields(own)));
        writer.begin(now.toEpochMilli(), Integer.MAX_VALUE);
        writer.beginObject();
        writer.field("message", text);
        writer.field("severity", "INFO");
        writer.field("logger", Probe.class.getName());
        writer.endObject();
        int length = writer.end();
        byte[] body = new byte[length];
        System.arraycopy(writer.bytes(), 0, body, 0, length);
        return body;
    }

    private static Map<String, String> fields(EventDefaults own) {
        Map<String, String> fields = new LinkedHashMap<>(own.fields());
        fields.put(MARK, "true");
        return fields;
    }

    private URI rawUrl() {
        EventDefaults own = settings.eventDefaults();
        StringBuilder text = new StringBuilder(url.toString());
        parameter(text, "host", own.host());
        parameter(text, "source", own.source());
        parameter(text, "sourcetype", own.sourcetype());
        parameter(text, "index", own.index());
        fields(own).forEach((name, value) -> parameter(text, name, value));
        return URI.create(text.toString());
    }

    private static void parameter(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(text.indexOf("?") < 0 ? '?' : '&')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }
}
