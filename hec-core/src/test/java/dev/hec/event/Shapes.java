package dev.hec.event;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.format.Masks;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Events written by a shape, read back by a parser that refuses a name that comes twice. */
final class Shapes {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Shapes() {}

    static HecSettings settings(String... namesAndTexts) {
        HecConfig config = new HecConfig();
        config.set("url", "http://127.0.0.1:1");
        config.set("token", "t");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            config.set(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        try {
            return config.parse();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    static EventWriter writer(@Nullable Masks masks) {
        return new EventWriter(new EventDefaults(null, null, null, null, Map.of()), null, masks);
    }

    /** The event that a shape of these settings writes. */
    static JsonNode event(HecSettings settings, BiConsumer<EventShape, EventWriter> content) {
        EventWriter out = writer(null);
        out.begin(0, Integer.MAX_VALUE);
        EventShape shape = new EventShape(settings);
        shape.begin(out);
        content.accept(shape, out);
        shape.end(out);
        return read(out);
    }

    static JsonNode read(EventWriter out) {
        int length = out.end();
        try {
            return JSON.readTree(out.bytes(), 0, length).path("event");
        } catch (IOException e) {
            throw new AssertionError(new String(out.bytes(), 0, length, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }
}
