package dev.hec.receiver.ingest;

import static dev.hec.receiver.ingest.Collector.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a JSON object to flat fields. */
class FlattenerTest {

    private final Collector collector = new Collector();

    private Map<String, Object> flat(String object) {
        assertThat(collector.event("{\"event\":" + object + ",\"host\":\"h\"}").body())
                .isEqualTo(Collector.SUCCESS);
        Map<String, Object> fields =
                new java.util.LinkedHashMap<>(collector.single().fields());
        fields.remove("serverHost");
        return fields;
    }

    @Test
    void nestedObjects_becomeDottedNamesInOrderOfArrival() {
        assertThat(flat("""
                {"z":1,"a":{"b":{"c":"x"},"d":true},"":{"":2}}""")).containsExactly(entry("z", 1L), entry("a.b.c", "x"), entry("a.d", true), entry(".", 2L));
    }

    @Test
    void numbers_areKeptExactly() {
        assertThat(flat("""
                {"i":-5,"l":9223372036854775807,"b":9223372036854775808,"d":0.10,"e":1.5E3,\
                "p":3.141592653589793238462643383279,"tiny":1e-400}"""))
                .containsExactly(
                        entry("i", -5L),
                        entry("l", Long.MAX_VALUE),
                        entry("b", new BigInteger("9223372036854775808")),
                        entry("d", new BigDecimal("0.10")),
                        entry("e", new BigDecimal("1.5E3")),
                        entry("p", new BigDecimal("3.141592653589793238462643383279")),
                        entry("tiny", new BigDecimal("1e-400")));
    }

    @ParameterizedTest
    @CsvSource({"1e999999999", "1e-999999999", "1e99999999999999999999", "1.5e1002"})
    void numberThatWouldFillMemoryWhenWrittenOut_staysText(String number) {
        assertThat(flat("{\"n\":" + number + "}")).containsExactly(entry("n", number));
    }

    @Test
    void arrayOfScalars_becomesAList() {
        assertThat(flat("{\"a\":[1,\"x\",null,true,2.5]}"))
                .containsExactly(entry("a", List.of(1L, "x", true, new BigDecimal("2.5"))));
    }

    @Test
    void arrayWithStructure_staysItsJsonText() {
        assertThat(flat("""
                {"before":"\u00e9","a":[1, {"b": [2]},3],"c":{"d":[[ ]]},"after":1}"""))
                .containsExactly(
                        entry("before", "\u00e9"),
                        entry("a", "[1, {\"b\": [2]},3]"),
                        entry("c.d", "[[ ]]"),
                        entry("after", 1L));
    }

    @Test
    void arrayWithStructureFarIntoALongBody_staysItsJsonText() {
        String padding = "{\"event\":\"" + "\u20ac".repeat(50_000) + "\"}\n";
        collector.event(padding.repeat(3) + "{\"event\":{\"a\":[{\"b\":1}]}}");

        assertThat(collector.events().get(3).fields()).containsEntry("a", "[{\"b\":1}]");
    }

    @Test
    void decision22_whatHoldsNoValue_makesNoField() {
        assertThat(flat("{\"n\":null,\"o\":{},\"a\":[],\"an\":[null],\"oo\":{\"n\":null},\"s\":\"\"}"))
                .containsExactly(entry("s", ""));
    }

    @Test
    void decision23_twoKeysOfOneName_theLastInTheDocumentCounts() {
        assertThat(flat("{\"a.b\":1,\"a\":{\"b\":2}}")).containsExactly(entry("a.b", 2L));
        assertThat(collector.handler.counts().clashes()).isEqualTo(1);
    }

    @Test
    void decision23_otherWayRound_theLastCountsAsWell() {
        assertThat(flat("{\"a\":{\"b\":2},\"a.b\":1}")).containsExactly(entry("a.b", 1L));
    }

    @Test
    void decision23_keyThatIsScalarAndObject_isNoClash() {
        assertThat(flat("{\"a\":1,\"a\":{\"b\":2}}")).containsExactly(entry("a", 1L), entry("a.b", 2L));
        assertThat(collector.handler.counts().clashes()).isZero();
    }

    @Test
    void decision23_depth_isBounded() {
        String deep = "{\"event\":" + "{\"a\":".repeat(90) + "1" + "}".repeat(90) + "}";
        String tooDeep = "{\"event\":" + "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000) + "}";
        String tooDeepArrays = "{\"event\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";

        assertThat(collector.event(deep).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().fields()).containsEntry("a.".repeat(89) + "a", 1L);
        assertThat(collector.event(tooDeep).body()).isEqualTo(fault(6, "Invalid data format", 0));
        assertThat(collector.event(tooDeepArrays).body()).isEqualTo(fault(6, "Invalid data format", 0));
    }

    @Test
    void numberOfTooManyDigits_isRefused() {
        assertThat(collector
                        .event("{\"event\":{\"n\":" + "9".repeat(1001) + "}}")
                        .body())
                .isEqualTo(fault(6, "Invalid data format", 0));
    }

    @Test
    void escapes_areDecodedInNamesAndValues() {
        assertThat(flat("{\"na\\u006de\":\"a\\nb\\ud83d\\ude00\"}")).containsExactly(entry("name", "a\nb\ud83d\ude00"));
    }
}
