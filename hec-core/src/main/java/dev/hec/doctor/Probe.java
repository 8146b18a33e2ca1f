package dev.hec.doctor;

import dev.hec.buffer.BatchId;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.transport.Payload;
import dev.hec.transport.RawAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests with one test event each, marked as such by the field {@link #MARK}. Used by one thread. */
final class Probe {

    /** Field of every test event. */
    static final String MARK = "hec.doctor";

    private final boolean raw;
    private final EventDefaults defaults;
    private final RawAddress address;
    private final String authorization;
    private final long instance = BatchId.newInstance();
    private long sent;

    /**
     * Nothing sent yet.
     *
     * @param url an address of the settings
     */
    Probe(HecSettings settings, URI url, String authorization) {
        raw = settings.get(HecSetting.MODE).equals("raw");
        defaults = marked(settings.eventDefaults());
        address = raw ? RawAddress.of(url, defaults) : new RawAddress(url, List.of());
        this.authorization = authorization;
    }

    private static EventDefaults marked(EventDefaults own) {
        Map<String, String> fields = new LinkedHashMap<>(own.fields());
        fields.put(MARK, "true");
        return new EventDefaults(own.host(), own.source(), own.sourcetype(), own.index(), fields);
    }

    /** What of the settings the address of raw lines cannot carry, a sentence for people each. */
    List<String> problems() {
        return address.problems();
    }

    /**
     * Sends an event.
     *
     * @throws IOException if no complete answer came
     */
    Exchange.Timed send(Exchange exchange, Codec codec, Instant now) throws IOException {
        String text = "hec-appenders doctor: a test event, compression " + codec.name();
        byte[] body = raw ? (text + "\n").getBytes(StandardCharsets.UTF_8) : event(text, now);
        try (Compressor compressor = codec.compressor(0)) {
            Payload payload = new Payload(
                    compressor.compress(ByteBuffer.wrap(body)),
                    codec,
                    body.length,
                    new BatchId(instance, ++sent).toString(),
                    raw ? RawAddress.CONTENT_TYPE : "application/json");
            return exchange.post(address.url(), payload, authorization);
        }
    }

    private byte[] event(String text, Instant now) {
        EventWriter writer = new EventWriter(defaults);
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
}
