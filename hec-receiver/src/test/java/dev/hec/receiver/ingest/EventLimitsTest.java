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
