package dev.hec.receiver.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Histogram, values, fields, export and deletion, as they are asked for and answered. */
class CountsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private EventStore store;

    @BeforeEach
    void open() throws Exception {
        store = EventStore.open(directory, settings(Duration.ofSeconds(60)));
        store.append(List.of(
                event("2026-11-23T11:00:10Z", "level", "ERROR", "message", "disk full", "status", 500L),
                event("2026-11-23T11:00:50Z", "level", "WARN", "message", "disk at 99 %", "tags", List.of("a", "b")),
                event("2026-11-23T11:02:00Z", "level", "ERROR", "message", "disk full", "tags", List.of("a")),
                event("2026-11-23T11:02:59.999999999Z", "level", "INFO", "message", "up", "tags", List.of())));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void histogram_withoutBounds_reachesFromTheFirstFoundToTheLastWithoutGaps() throws Exception {
        assertThat(body(SearchOperation.HISTOGRAM, "interval=1m"))
                .isEqualTo(
                        "{\"total\":4,\"interval\":\"1m\",\"buckets\":["
                                + "{\"from\":\"2026-11-23T11:00:00.000000000Z\",\"to\":\"2026-11-23T11:01:00.000000000Z\",\"count\":2},"
                                + "{\"from\":\"2026-11-23T11:01:00.000000000Z\",\"to\":\"2026-11-23T11:02:00.000000000Z\",\"count\":0},"
                                + "{\"from\":\"2026-11-23T11:02:00.000000000Z\",\"to\":\"2026-11-23T11:03:00.000000000Z\",\"count\":2}]}");
    }

    @Test
    void histogram_withBounds_isCutToThem() throws Exception {
        assertThat(body(SearchOperation.HISTOGRAM, "interval=1h&from=2026-11-23T10:30:00Z&to=2026-11-23T11:02:00.5Z"))
                .isEqualTo(
                        "{\"total\":3,\"interval\":\"1h\",\"buckets\":["
                                + "{\"from\":\"2026-11-23T10:30:00.000000000Z\",\"to\":\"2026-11-23T11:00:00.000000000Z\",\"count\":0},"
                                + "{\"from\":\"2026-11-23T11:00:00.000000000Z\",\"to\":\"2026-11-23T11:02:00.500000000Z\",\"count\":3}]}");
    }

    @Test
    void histogram_nothingFound_hasEmptyBucketsWhereTheRangeIsKnown() throws Exception {
        assertThat(body(SearchOperation.HISTOGRAM, "q=nothing")).isEqualTo("{\"total\":0,\"buckets\":[]}");
        JsonNode known = get(SearchOperation.HISTOGRAM, "q=nothing&from=-1h&to=now");
        assertThat(known.get("interval").asText()).isEqualTo("1m");
        assertThat(known.get("buckets"))
                .hasSize(60)
                .allSatisfy(bucket -> assertThat(bucket.get("count").asInt()).isZero());
        assertThat(get(SearchOperation.HISTOGRAM, "from=now&to=now").get("buckets"))
                .isEmpty();
    }

    @Test
    void histogram_byField_countsItsValuesInEachBucket() throws Exception {
        JsonNode found = get(SearchOperation.HISTOGRAM, "interval=5m&by=level&limit=2");

        assertThat(found.get("values").toString())
                .isEqualTo("[{\"value\":\"ERROR\",\"count\":2},{\"value\":\"INFO\",\"count\":1}]");
        JsonNode bucket = found.get("buckets").get(0);
        assertThat(bucket.get("count").asInt()).isEqualTo(4);
        assertThat(bucket.get("by").toString()).isEqualTo("[2,1]");
        assertThat(bucket.get("other").asInt()).isEqualTo(1);
    }

    @Test
    void values_areTheMostFrequentFirst() throws Exception {
        assertThat(body(SearchOperation.VALUES, "field=level&limit=1"))
                .isEqualTo("{\"total\":4,\"present\":4,\"values\":[{\"value\":\"ERROR\",\"count\":2}],\"other\":2,"
                        + "\"complete\":true}");
    }

    @Test
    void values_ofLists_countEachElementOnceAndTheEmptyListAsOther() throws Exception {
        assertThat(body(SearchOperation.VALUES, "field=tags&q=disk%20OR%20up"))
                .isEqualTo("{\"total\":4,\"present\":3,\"values\":[{\"value\":\"a\",\"count\":2},"
                        + "{\"value\":\"b\",\"count\":1}],\"other\":1,\"complete\":true}");
    }

    @Test
    void values_unknownField_isNowhere() throws Exception {
        assertThat(body(SearchOperation.VALUES, "field=nix"))
                .isEqualTo("{\"total\":4,\"present\":0,\"values\":[],\"other\":0,\"complete\":true}");
    }

    @Test
    void values_longText_isShownCut() throws Exception {
        store.append(List.of(event("2026-11-23T11:00:10Z", "text", "\u00e4".repeat(5000))));

        JsonNode value = get(SearchOperation.VALUES, "field=text").get("values").get(0);

        assertThat(value.get("value").asText()).isEqualTo("\u00e4".repeat(4096));
        assertThat(value.get("cut").asBoolean()).isTrue();
    }

    @Test
    void fields_areThoseThatMostEventsHaveFirstWithTheirKind() throws Exception {
        assertThat(body(SearchOperation.FIELDS, "q=disk"))
                .isEqualTo("{\"total\":3,\"fields\":[{\"name\":\"level\",\"count\":3,\"kind\":\"text\"},"
                        + "{\"name\":\"message\",\"count\":3,\"kind\":\"text\"},"
                        + "{\"name\":\"tags\",\"count\":2,\"kind\":\"text\"},"
                        + "{\"name\":\"status\",\"count\":1,\"kind\":\"number\"}],\"more\":false,\"complete\":true}");
        assertThat(get(SearchOperation.FIELDS, "limit=1").get("more").asBoolean())
                .isTrue();
    }

    @Test
    void fields_numbersAmongTexts_areMixed() throws Exception {
        store.append(List.of(
                event("2026-11-23T11:00:10Z", "status", "10.0.0.1", "code", "7"),
                event("2026-11-23T11:00:10Z", "code", 1.5)));

        assertThat(get(SearchOperation.FIELDS, "q=status=*%20OR%20code=*").get("fields"))
                .extracting(field ->
                        field.get("name").asText() + " " + field.get("kind").asText())
                .contains("status mixed", "code number");
    }

    @Test
    void fields_nameTooLongForTheIndex_isLeftOutAndThatIsSaid() throws Exception {
        store.append(List.of(event("2026-11-23T11:00:10Z", "n".repeat(2000), "x")));

        JsonNode found = get(SearchOperation.FIELDS, "q=x");

        assertThat(found.get("fields")).isEmpty();
        assertThat(found.get("more").asBoolean()).isTrue();
    }

    @Test
    void export_isALinePerEvent() throws Exception {
        assertThat(export("q=disk&order=asc"))
                .isEqualTo(
                        "{\"timestamp\":\"2026-11-23T11:00:10.000000000Z\",\"level\":\"ERROR\",\"message\":\"disk full\","
                                + "\"status\":500}\n"
                                + "{\"timestamp\":\"2026-11-23T11:00:50.000000000Z\",\"level\":\"WARN\",\"message\":\"disk at 99 %\","
                                + "\"tags\":[\"a\",\"b\"]}\n"
                                + "{\"timestamp\":\"2026-11-23T11:02:00.000000000Z\",\"level\":\"ERROR\",\"message\":\"disk full\","
                                + "\"tags\":[\"a\"]}\n");
        assertThat(export("q=nothing")).isEmpty();
    }

    @Test
    void export_manyPagesWithEqualTimes_keepsTheOrderOfArrival() throws Exception {
        List<Event> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(event("2026-11-23T10:00:00Z", "n", (long) i));
        }
        store.append(many);

        List<Integer> numbers = new ArrayList<>();
        for (String line : export("q=n=*&order=asc").split("\n")) {
            numbers.add(JSON.readTree(line).get("n").asInt());
        }

        assertThat(numbers).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    }

    @Test
    void delete_removesWhatMatchesAndSaysHowMany() throws Exception {
        assertThat(body(SearchOperation.DELETE, "q=level=ERROR&to=2026-11-23T11:02:00Z"))
                .isEqualTo("{\"deleted\":1}");
        assertThat(get(SearchOperation.EVENTS, "").get("total").asInt()).isEqualTo(3);
        assertThat(body(SearchOperation.DELETE, "q=nothing")).isEqualTo("{\"deleted\":0}");
    }

    @Test
    void delete_withoutQuery_isRefusedUnlessAllIsMeant() throws Exception {
        for (String everything : List.of("", "q=", "q=*", "from=-1d")) {
            JsonNode refusal = JSON.readTree(
                    answer(SearchOperation.DELETE, everything, 400).body());
            assertThat(refusal.get("parameter").asText()).isEqualTo("q");
            assertThat(refusal.get("error").asText()).contains("give all=true if that is meant");
        }
        assertThat(get(SearchOperation.EVENTS, "").get("total").asInt()).isEqualTo(4);
        assertThat(body(SearchOperation.DELETE, "all=true")).isEqualTo("{\"deleted\":4}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HISTOGRAM | q=(a                   | q        | at character 1 of the query: the ( is not closed
                    HISTOGRAM | interval=soon          | interval | such as 500ms, 30s
                    HISTOGRAM | interval=0s            | interval | above 0
                    HISTOGRAM | interval=9999999999w   | interval | above 0
                    HISTOGRAM | interval=1ms           | interval | would be more than 169999; at most 1000 are made: take 200ms or more
                    HISTOGRAM | interval=1s&from=-1d&to=now | interval | would be more than 86399; at most 1000 are made: take 2m or more
                    HISTOGRAM | buckets=4              | buckets  | from 5 to 1000
                    HISTOGRAM | buckets=5&interval=1h  | buckets  | not both
                    HISTOGRAM | limit=5                | limit    | give by as well
                    HISTOGRAM | by=a&limit=51          | limit    | from 1 to 50
                    HISTOGRAM | by=timestamp           | by       | not counted as a field
                    HISTOGRAM | order=asc              | order    | known are q, from, to, buckets, interval, by, limit
                    VALUES    | q=a                    | field    | field=level
                    VALUES    | field=a&limit=1001     | limit    | from 1 to 1000
                    VALUES    | field=timestamp        | field    | /api/histogram
                    VALUES    | field=a&from=x         | from     | expected now
                    FIELDS    | limit=0                | limit    | from 1 to 1000
                    FIELDS    | field=a                | field    | known are q, from, to, limit
                    EXPORT    | limit=5                | limit    | known are q, from, to, order
                    EXPORT    | order=up               | order    | asc (oldest first)
                    EXPORT    | from=now&to=-1h        | from     | from is later than to
                    DELETE    | all=yes                | all      | expected true
                    DELETE    | q=a=                   | q        | a value is missing
                    """)
    void badParameter_isNamed(SearchOperation operation, String query, String parameter, String reason)
            throws Exception {
        JsonNode refusal = JSON.readTree(answer(operation, query, 400).body());

        assertThat(refusal.get("parameter").asText()).isEqualTo(parameter);
        assertThat(refusal.get("error").asText()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%22", "a!=1+", "(a!=1+OR+b>7)+", "*a*b*c*d*e*f*g*h+", "f=a*b*c*d*e*f*g*h*+"})
    void longestQueries_areAnswered(String term) {
        String filled = term.equals("%22") ? term + "a+".repeat(4000) + term : term.repeat(120);

        answer(SearchOperation.EVENTS, "q=" + filled, 200);
        answer(SearchOperation.DELETE, "q=" + filled, 200);
    }

    @Test
    void export_indexIsBehind_isRefusedForItWouldNotBeComplete() throws Exception {
        store.close();
        store = EventStore.open(directory, settings(Duration.ZERO));
        store.append(List.of(event("2026-11-23T11:00:10Z", "n", 1L), event("2026-11-23T11:00:10Z", "n", 2L)));

        HttpReply reply = answer(SearchOperation.EXPORT, "", 503);

        assertThat(reply.body()).contains("the index has not got 2 of the acknowledged events yet");
    }

    /** More patience than a busy machine needs, and events are made visible only for a search that waits. */
    private static StoreSettings settings(Duration freshness) {
        StoreSettings usual = StoreSettings.DEFAULT;
        return new StoreSettings(
                usual.journal(),
                Duration.ofHours(1),
                freshness,
                usual.retryPause(),
                usual.maxPageBytes(),
                usual.batches());
    }

    @Test
    void everyOperation_storeIsClosed_isToBeTriedAgain() throws Exception {
        store.close();

        for (SearchOperation operation : SearchOperation.values()) {
            String query = operation == SearchOperation.VALUES ? "field=a" : "q=a";
            HttpReply reply = answer(operation, query, 503);
            assertThat(reply.headers()).containsEntry("Retry-After", "1");
            assertThat(JSON.readTree(reply.body()).get("error").asText()).contains("try again");
        }
    }

    private static Event event(String time, Object... fields) {
        Instant instant = Instant.parse(time);
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1] instanceof Double d ? BigDecimal.valueOf(d) : fields[i + 1]);
        }
        return new Event(instant.getEpochSecond() * 1_000_000_000 + instant.getNano(), map);
    }

    private String export(String query) throws Exception {
        HttpReply reply = answer(SearchOperation.EXPORT, query, 200);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(reply.stream()).isNotNull();
        assertThat(reply.contentType()).isEqualTo("application/x-ndjson");
        reply.stream().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode get(SearchOperation operation, String query) throws Exception {
        return JSON.readTree(body(operation, query));
    }

    private String body(SearchOperation operation, String query) {
        return answer(operation, query, 200).body();
    }

    private HttpReply answer(SearchOperation operation, String query, int status) {
        HttpReply reply = new SearchHandler(store, Clock.fixed(NOW, ZoneOffset.UTC))
                .answer(operation, QueryParameters.parse(query));
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return reply;
    }
}
