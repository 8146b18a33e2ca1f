package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions about the body of {@code /event}, each by its number, see {@link DecisionsCompleteTest}. */
class DecisionsOfEnvelopesTest {

    private final Collector collector = new Collector();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"a\"}{\"event\":\"b\"}",
                "\n  {\"event\":\"a\"}\r\n\r\n{\n\t\"event\" : \"b\"\n} \n",
                "[{\"event\":\"a\"},{\"event\":\"b\"}]",
                "\uFEFF{\"event\":\"a\"}{\"event\":\"b\"}"
            })
    void decision11_batch_isConcatenatedOrOneArray(String body) {
        assertThat(collector.event(body).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
    }

    @Test
    void decision11_commaBetweenObjects_isInvalid() {
        assertThat(collector.event("{\"event\":\"a\"},{\"event\":\"b\"}").body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"\"}|13|Event field cannot be blank",
                "{\"time\":1}|12|Event field is required",
                "{\"event\":1,\"fields\":{\"a\":{}}}|15|Error in handling indexed fields",
                "{\"event\":1,\"time\":\"x\"}|6|Invalid data format"
            })
    void decision12_badObject_keepsThoseBeforeIt(String bad, int code, String text) {
        HttpReply reply = collector.event("{\"event\":\"0\"}{\"event\":\"1\"}" + bad + "{\"event\":\"3\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.fault(code, text, 2));
        assertThat(collector.messages()).containsExactly("0", "1");
    }

    @Test
    void decision13_truncatedBody_keepsTheWholeObjects() {
        HttpReply reply = collector.event("{\"event\":\"first\"}{\"event\":\"second\"");

        assertThat(reply.body()).isEqualTo(Collector.fault(6, "Invalid data format", 1));
        assertThat(collector.messages()).containsExactly("first");
    }

    @Test
    void decision14_event_mayBeAnyValueButNullAndBlank() {
        collector.event(
                "{\"event\":\" \"}{\"event\":{}}{\"event\":0}{\"event\":false}{\"event\":[1,\"x\"]}{\"event\":[]}");

        assertThat(collector.messages()).containsExactly(" ", null, "0", "false", "[1,\"x\"]", "[]");
        assertThat(collector.event("{\"event\":null}").body())
                .isEqualTo(Collector.fault(12, "Event field is required", 0));
        assertThat(collector.event("{\"event\":\"\"}").body())
                .isEqualTo(Collector.fault(13, "Event field cannot be blank", 0));
    }

    @Test
    void decision15_fieldsWithoutEvent_areRefused() {
        assertThat(collector.event("{\"fields\":{\"a\":1}}").body())
                .isEqualTo(Collector.fault(12, "Event field is required", 0));
    }

    @Test
    void decision16_unknownKey_isIgnoredAndCounted() {
        assertThat(collector
                        .event("{\"color\":\"blue\",\"event\":\"a\"}{\"event\":\"b\",\"x\":{\"y\":[{}]}}")
                        .body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
        assertThat(collector.handler.counts().unknownKeys()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "\"1795426538.104\", 1795426538104000000",
        "1537538443.0, 1537538443000000000",
        "1433188255.500, 1433188255500000000",
        "1795426538, 1795426538000000000",
        "1795426538104, 1795426538104000000",
        "1795426538104123, 1795426538104123000",
        "1795426538104123456, 1795426538104123456",
        "1795426538.123456789, 1795426538123456789",
        "-1.5, -1500000000",
        "0, 0"
    })
    @Test
    void decision21_fields_areFlatAndKeepTheirNames() {
        collector.event("{\"event\":1,\"fields\":{\"#env\":\"prod\",\"a.b\":2,\"list\":[1,\"x\"],\"none\":null}}");

        assertThat(collector.single().fields())
                .containsEntry("#env", "prod")
                .containsEntry("a.b", 2L)
                .containsEntry("list", List.of(1L, "x"))
                .doesNotContainKey("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":1}}", "{\"a\":[{}]}", "{\"a\":[[1]]}", "5", "\"x\"", "[]"})
    void decision21_otherFields_areRefusedWithTheNumber(String fields) {
        assertThat(collector
                        .event("{\"event\":0}{\"event\":1,\"fields\":" + fields + "}")
                        .body())
                .isEqualTo(Collector.fault(15, "Error in handling indexed fields", 1));
    }

    @Test
    void decision22_names_areThoseUsersSee() {
        collector.event(
                "{\"time\":1,\"host\":\"h\",\"source\":\"s\",\"sourcetype\":\"t\",\"index\":\"i\",\"event\":{\"message\":\"m\",\"host\":{\"ip\":\"127.0.0.1\"},\"source\":\"mine\",\"k\":1},\"fields\":{\"k\":2}}");

        assertThat(collector.single().fields())
                .containsOnly(
                        Map.entry("message", "m"),
                        Map.entry("host.ip", "127.0.0.1"),
                        Map.entry("serverHost", "h"),
                        Map.entry("source", "s"),
                        Map.entry("event.source", "mine"),
                        Map.entry("parser", "t"),
                        Map.entry("index", "i"),
                        Map.entry("k", 1L),
                        Map.entry("fields.k", 2L));
        assertThat(collector.handler.counts().clashes()).isEqualTo(2);
    }

    @Test
    void decision23_clashOfFlatNames_theLastCountsAndDepthIsBounded() {
        collector.event("{\"event\":{\"a.b\":1,\"a\":{\"b\":2}}}");

        assertThat(collector.single().fields()).containsEntry("a.b", 2L);
        assertThat(collector.handler.counts().clashes()).isEqualTo(1);
        assertThat(collector
                        .event("{\"event\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}")
                        .body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 0));
    }

    @Test
    void decision32_success_comesOnlyWhenStoredAndIsAlwaysCodeZero() {
        collector.storage.setBroken(true);
        assertThat(collector.event("{\"event\":1}").status()).isEqualTo(503);
        assertThat(collector.events()).isEmpty();

        collector.storage.setBroken(false);
        assertThat(collector.event("{\"event\":1}").body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.events()).hasSize(1);
    }

    @Test
    void decision38_sameRequestWithoutABatchId_isStoredAgain() {
        collector.event("{\"event\":\"a\"}");
        collector.event("{\"event\":\"a\"}");

        assertThat(collector.messages()).containsExactly("a", "a");
    }
}
