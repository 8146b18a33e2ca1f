package dev.hec.receiver.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.StoreSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchHandlerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    Path directory;

    private EventStore store;
    private SearchHandler handler;

    @BeforeEach
    void open() throws Exception {
        store = EventStore.open(directory, StoreSettings.DEFAULT);
        handler = new SearchHandler(store, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void events_afterAppend_areShownFlatWithExactTimeAndNumbers() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", "Disk \"full\"\n\u00e4\ud83d\ude00");
        fields.put("level", "ERROR");
        fields.put("#env", "prod");
        fields.put("host.ip", "10.0.0.1");
        fields.put("count", 42L);
        fields.put("ratio", new BigDecimal("1.50"));
        fields.put("huge", new BigInteger("123456789012345678901234567890"));
        fields.put("ok", true);
        fields.put("tags", List.of("a", "b", 3L));
        store.append(List.of(new Event(1_433_188_255_500_000_001L, fields)));

        JsonNode found = get("q", "disk level=ERROR \"#env\"=\"prod\"");

        assertThat(found.get("total").asLong()).isEqualTo(1);
        assertThat(found.has("next")).isFalse();
        assertThat(found.has("indexing")).isFalse();
        assertThat(reply("q", "disk").body())
                .contains("[{\"timestamp\":\"2015-06-01T19:50:55.500000001Z\","
                        + "\"message\":\"Disk \\\"full\\\"\\n\u00e4\ud83d\ude00\",\"level\":\"ERROR\",\"#env\":\"prod\","
                        + "\"host.ip\":\"10.0.0.1\",\"count\":42,\"ratio\":1.50,"
                        + "\"huge\":123456789012345678901234567890,\"ok\":true,\"tags\":[\"a\",\"b\",3]}]");
    }

    private JsonNode get(String... parameters) throws Exception {
        HttpReply reply = reply(parameters);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private HttpReply reply(String... parameters) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.computeIfAbsent(parameters[i], name -> new ArrayList<>()).add(parameters[i + 1]);
        }
        return handler.events(map);
    }
}
