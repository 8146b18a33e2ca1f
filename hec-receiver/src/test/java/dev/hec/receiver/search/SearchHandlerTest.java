package dev.hec.receiver.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.journal.JournalLimits;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.StoreSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchHandlerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    Path directory;

    private EventStore store;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @BeforeEach
    void open() throws Exception {
        store = EventStore.open(directory, settings(Duration.ofSeconds(60)));
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

    @Test
    void events_withoutParameters_areTheNewestHundred() throws Exception {
        appendNumbered(150);

        JsonNode found = get();

        assertThat(found.get("total").asInt()).isEqualTo(150);
        assertThat(numbers(found)).hasSize(100).startsWith(149, 148).endsWith(50);
        assertThat(numbers(get("after", found.get("next").asText())))
                .hasSize(50)
                .startsWith(49)
                .endsWith(0);
    }

    @Test
    void events_pageByPage_areAllThereAndTheLastPageHasNoNext() throws Exception {
        appendNumbered(10);
        for (String order : List.of("desc", "asc")) {
            List<Integer> all = new ArrayList<>();
            JsonNode page = get("limit", "5", "order", order);
            all.addAll(numbers(page));
            page = get("limit", "5", "order", order, "after", page.get("next").asText());
            all.addAll(numbers(page));

            assertThat(page.has("next")).isFalse();
            List<Integer> expected =
                    new ArrayList<>(IntStream.range(0, 10).boxed().toList());
            if (order.equals("desc")) {
                Collections.reverse(expected);
            }
            assertThat(all).isEqualTo(expected);
        }
    }

    @Test
    void events_fromAndTo_includeTheFirstAndExcludeTheLast() throws Exception {
        appendNumbered(10);

        assertThat(numbers(get("from", at(3), "to", at(6)))).containsExactly(5, 4, 3);
        assertThat(numbers(get("from", at(8)))).containsExactly(9, 8);
        assertThat(numbers(get("to", at(2)))).containsExactly(1, 0);
        assertThat(numbers(get("from", at(2), "to", at(2)))).isEmpty();
    }

    @Test
    void events_relativeTime_isKeptWhileTheClockMovesOn() throws Exception {
        for (int i = 0; i < 4; i++) {
            append(NOW.minusSeconds(60 * i), i);
        }

        JsonNode first = get("from", "-150s", "limit", "2");
        assertThat(numbers(first)).containsExactly(0, 1);
        clock = Clock.offset(clock, Duration.ofMinutes(5));
        JsonNode second =
                get("from", "-150s", "limit", "2", "after", first.get("next").asText());

        assertThat(numbers(second)).containsExactly(2);
        assertThat(get("from", "-150s").get("total").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    q      | a AND (b       | 7 | at character 7 of the query: the ( is not closed
                    q      | x "            | 3 | the quote is not closed
                    limit  | 0              | 0 | from 1 to 10000
                    limit  | 10001          | 0 | from 1 to 10000
                    limit  | ten            | 0 | from 1 to 10000
                    limit  | -1             | 0 | from 1 to 10000
                    order  | up             | 0 | desc (newest first) or asc (oldest first)
                    from   | soon           | 0 | expected now
                    to     | 99999999999999999999 | 0 | 1677 to 2262
                    after  | xyz            | 0 | the value of next
                    after  | !              | 0 | the value of next
                    size   | 5              | 0 | unknown parameter size; known are q, from, to, limit, order, after
                    """)
    void events_badParameter_isNamed(String name, String value, int position, String reason) throws Exception {
        HttpReply reply = reply(name, value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/json");
        JsonNode body = JSON.readTree(reply.body());
        assertThat(body.get("error").asText()).contains(reason);
        assertThat(body.get("parameter").asText()).isEqualTo(name);
        assertThat(body.path("position").asInt()).isEqualTo(position);
    }

    @Test
    void events_contradictingParameters_areRefused() throws Exception {
        appendNumbered(2);
        String next = get("limit", "1").get("next").asText();

        assertThat(reply("q", "a", "q", "b").body()).contains("q is given 2 times");
        assertThat(reply("from", "-1h", "to", "-2h").body()).contains("from is later than to");
        assertThat(reply("q", "other", "after", next).body()).contains("belongs to a search with another q");
        assertThat(reply("order", "asc", "after", next).status()).isEqualTo(400);
        assertThat(reply("x", "1", "y", "2").body()).contains("unknown parameter x, y");
    }

    @Test
    void events_fieldNamedTimestamp_doesNotHideTheTime() throws Exception {
        store.append(List.of(new Event(1_000_000_000L, Map.of("timestamp", "yesterday"))));

        assertThat(reply("q", "event.timestamp=yesterday").body())
                .contains("[{\"timestamp\":\"1970-01-01T00:00:01.000000000Z\",\"event.timestamp\":\"yesterday\"}]");
    }

    @Test
    void events_storeIsClosed_isAnErrorInJson() throws Exception {
        store.close();

        HttpReply reply = reply();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(JSON.readTree(reply.body()).get("error").asText()).contains("try again");
    }

    @Test
    void events_indexIsBehind_isSaid() throws Exception {
        store.close();
        store = EventStore.open(directory, settings(Duration.ZERO));
        appendNumbered(3);

        JsonNode found = get();

        assertThat(found.get("indexing").asInt()).isEqualTo(3);
        assertThat(found.get("total").asInt()).isZero();
    }

    /** Makes events visible only for a search that waits. */
    private static StoreSettings settings(Duration freshness) {
        return new StoreSettings(
                JournalLimits.DEFAULT,
                Duration.ofHours(1),
                freshness,
                Duration.ofSeconds(1),
                32 << 20,
                BatchLimits.DEFAULT);
    }

    private void appendNumbered(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            append(NOW.plusSeconds(i), i);
        }
    }

    private void append(Instant time, long number) throws Exception {
        store.append(List.of(new Event(time.getEpochSecond() * 1_000_000_000L, Map.of("number", number))));
    }

    private static String at(int number) {
        return NOW.plusSeconds(number).toString();
    }

    private static List<Integer> numbers(JsonNode found) {
        List<Integer> numbers = new ArrayList<>();
        found.get("events").forEach(event -> numbers.add(event.get("number").asInt()));
        return numbers;
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
        return new SearchHandler(store, clock).answer(SearchOperation.EVENTS, map);
    }
}
