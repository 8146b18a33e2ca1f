package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too much for an event is refused by its number; what came before it is stored, and nothing is cut off. */
class EventLimitsTest {

    private static final String GOOD = "{\"event\":\"good\"}";

    private final Collector collector = new Collector();

    @Test
    void fields_asManyAsMayBe_areStored() {
        // "serverHost" is not sent and so does not count.
        assertThat(collector
                        .event("{\"event\":{" + fields(Flattener.MAX_FIELDS) + "}}")
                        .status())
                .isEqualTo(200);
        assertThat(collector.single().fields()).hasSize(Flattener.MAX_FIELDS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":{%s}}", "{\"event\":{\"a\":{%s}}}", "{\"event\":1,\"fields\":{%s}}"})
    void fields_oneMore_areAtFault(String envelope) {
        isAtFault(envelope.formatted(fields(Flattener.MAX_FIELDS + 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"event\":{\"%s\":1}}", "{\"event\":{\"a\":{\"%s\":1}}}", "{\"event\":1,\"fields\":{\"%s\":1}}"
            })
    void name_tooLong_isAtFault(String envelope) {
        isAtFault(envelope.formatted("n".repeat(Flattener.MAX_NAME + 1)));
    }

    @Test
    void name_asLongAsMayBe_isStored() {
        String name = "n".repeat(Flattener.MAX_NAME);

        assertThat(collector.event("{\"event\":{\"" + name + "\":1}}").status()).isEqualTo(200);
        assertThat(collector.single().fields()).containsEntry(name, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":%s1%s}", "{\"event\":{\"a\":%s1%s}}", "{\"other\":%s1%s,\"event\":1}"})
    void nesting_aHundredThousandDeep_isAtFault(String envelope) {
        isAtFault(envelope.formatted("[".repeat(100_000), "]".repeat(100_000)));
        assertThat(collector.events()).hasSize(1);
    }

    @Test
    void nesting_ofObjects_isAtFaultBeyondAHundred() {
        // The envelope is one level.
        assertThat(collector.event(nested(99)).status()).isEqualTo(200);
        isAtFault(nested(100));
    }

    @Test
    void value_asLargeAsABody_isStoredWhole() {
        String text = "v".repeat(RequestBody.MAX_BYTES - 20);

        assertThat(collector.event("{\"event\":\"" + text + "\"}").status()).isEqualTo(200);
        assertThat(collector.messages()).containsExactly(text);
    }

    @Test
    void fields_besideTheEvent_countWithItsOwn() {
        isAtFault("{\"event\":{" + fields(Flattener.MAX_FIELDS) + "},\"fields\":{\"one\":1}}");
    }

    @Test
    void queryParameters_countAsFields() {
        String parameters = IntStream.range(0, Flattener.MAX_FIELDS - 1)
                .mapToObj(i -> "p" + i + "=1")
                .collect(Collectors.joining("&"));

        assertThat(collector.raw(parameters, "a=1").body()).contains("more than 9998 query parameters");
        assertThat(collector.raw("n".repeat(Flattener.MAX_NAME + 1), "a=1").body())
                .contains("name of more than 4096 characters");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void parsedLine_withTooManyFieldsTogether_staysWhole() {
        String parameters =
                IntStream.range(0, 9_990).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        String line = IntStream.range(0, 20).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining(" "));

        assertThat(collector.raw("sourcetype=logfmt&" + parameters, line).body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().fields())
                .containsEntry("message", line)
                .containsEntry("parserError", "logfmt: more fields than an event may have")
                .doesNotContainKey("f1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "source", "sourcetype", "index"})
    void metadata_tooLong_isAtFault(String key) {
        String text = "v".repeat(Metadata.LONGEST);

        assertThat(collector
                        .event("{\"event\":1,\"" + key + "\":\"" + text + "\"}")
                        .body())
                .isEqualTo(Collector.SUCCESS);
        isAtFault("{\"event\":1,\"" + key + "\":\"" + text + "v\"}");
        assertThat(collector.raw(key + "=" + text + "v", "line").body())
                .contains(key + " has more than 4096 characters");
    }

    /** Five kilobytes of gzip that would be gigabytes of joined names. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "null"})
    void namesOfManyLevels_areRefusedBeforeTheyAreJoined(String value) {
        Collector small = new Collector(48L << 20);
        String name = "n".repeat(49_000);

        HttpReply reply = small.event("{\"event\":" + ("{\"" + name + "\":").repeat(95) + value + "}".repeat(96));

        assertThat(reply.body()).isEqualTo(Collector.fault(6, "Invalid data format", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{}", "[]"})
    void nameTooLongWithItsLevels_isAtFaultWhateverItsValue(String value) {
        String half = "n".repeat(Flattener.MAX_NAME / 2);

        isAtFault("{\"event\":{\"" + half + "\":{\"" + half + "\":" + value + "}}}");
    }

    @Test
    void namesOfALineForTheJsonParser_haveTheSameBounds() {
        String name = "n".repeat(49_000);
        String line = ("{\"" + name + "\":").repeat(40) + "1" + "}".repeat(40);

        assertThat(collector.raw("sourcetype=json", line).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().fields())
                .containsEntry("message", line)
                .containsEntry("parserError", "json: not one JSON object");
    }

    /** Each of the names is as long as it may be, and is made anew for each value: memory is what bounds them. */
    @Test
    void longNames_takeMemory() {
        Collector small = new Collector(48L << 20);
        String around = "n".repeat(4000);
        String values =
                IntStream.range(0, 9_000).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(","));

        assertThat(small.event("{\"event\":{\"" + around + "\":{" + values + "}}}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void inheritedMetadata_takesMemory() {
        Collector small = Collector.inheriting(48L << 20);
        String first = "{\"event\":1,\"host\":\"" + "h".repeat(4000) + "\"}";

        assertThat(small.event(first).status()).isEqualTo(200);
        assertThat(small.event(first + "{\"event\":1}".repeat(10_000)).status()).isEqualTo(413);
    }

    private static String nested(int depth) {
        return "{\"event\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}";
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(","));
    }

    private void isAtFault(String envelope) {
        int before = collector.events().size();
        HttpReply reply = collector.event(GOOD + envelope + GOOD);

        assertThat(reply.body()).isEqualTo(Collector.fault(6, "Invalid data format", 1));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(collector.events()).hasSize(before + 1);
    }
}
