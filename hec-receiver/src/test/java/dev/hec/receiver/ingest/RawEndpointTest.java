package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of text, their bytes, and what the query string adds to them. */
class RawEndpointTest {

    private final Collector collector = new Collector();

    static Stream<Arguments> lineBreaks() {
        return Stream.of(
                Arguments.of("a\rb\r\nc\n\n", List.of("a", "b", "c")),
                Arguments.of(
                        "Log 1: Hello, World!\nLog 2: Hello Again",
                        List.of("Log 1: Hello, World!", "Log 2: Hello Again")),
                Arguments.of("\n\r\n\ra", List.of("a")),
                Arguments.of("a\n\rb", List.of("a", "b")),
                Arguments.of("no break", List.of("no break")),
                Arguments.of(" a \n \n\tb\t", List.of(" a ", " ", "\tb\t")),
                Arguments.of("a\u2028b\u0085c\fd", List.of("a\u2028b\u0085c\fd")),
                Arguments.of("nul\0byte", List.of("nul\0byte")));
    }

    @ParameterizedTest
    @MethodSource("lineBreaks")
    void decision24_lines_endAtEachOfTheThreeBreaks(String body, List<String> lines) {
        assertThat(collector.raw(null, body).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "\uFEFF", "\uFEFF\n"})
    void decision24_noLine_isNoData(String body) {
        HttpReply reply = collector.raw(null, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.NO_DATA);
    }

    @Test
    void decision24_lines_areNotJoinedAcrossRequests() {
        collector.raw(null, "half a");
        collector.raw(null, " line");

        assertThat(collector.messages()).containsExactly("half a", " line");
    }

    @Test
    void decision25_byteThatIsNotUtf8_isReplacedAndCounted() {
        byte[] body = {'M', (byte) 0xe4, 'r', 'z', '\n', (byte) 0xff, (byte) 0xef, (byte) 0xbf, (byte) 0xbd};

        HttpReply reply = collector.send(TestRequest.post(Collector.RAW).body(body));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("M\uFFFDrz", "\uFFFD\uFFFD");
        assertThat(collector.handler.counts().replacedBytes()).isEqualTo(2);
    }

    @Test
    void decision25_byteThatIsNotUtf8InAnEnvelope_isReplacedToo() {
        byte[] body = Collector.utf8("{\"event\":\"M?rz\"}");
        body[11] = (byte) 0xe4;

        assertThat(collector.send(TestRequest.post(Collector.EVENT).body(body)).body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("M\uFFFDrz");
        assertThat(collector.handler.counts().replacedBytes()).isEqualTo(1);
    }

    @Test
    void decision25_byteOrderMark_isSkippedOnce() {
        collector.raw(null, "\uFEFFa\n\uFEFFb");

        assertThat(collector.messages()).containsExactly("a", "\uFEFFb");
    }

    @Test
    void decision26_metadataOfTheQuery_isNoField() {
        collector.raw(
                "host=h&source=s&sourcetype=t&index=i&time=1433188255.500&channel=c&auto_extract_timestamp=true", "x");

        Event event = collector.single();
        assertThat(event.timestampNanos()).isEqualTo(1433188255_500_000_000L);
        assertThat(event.fields())
                .isEqualTo(Map.of("message", "x", "serverHost", "h", "source", "s", "parser", "t", "index", "i"));
    }

    @Test
    void decision26_otherParameters_becomeFieldsOfEveryLine() {
        collector.raw(
                "dataSource.name=myName&dataSource.vendor=my+Vendor%21&tag=a&tag=b&flag&%23env=%E2%82%AC", "one\ntwo");

        Map<String, Object> fields = Map.of(
                "dataSource.name", "myName",
                "dataSource.vendor", "my Vendor!",
                "tag", List.of("a", "b"),
                "flag", "",
                "#env", "\u20ac");
        assertThat(collector.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.fields()).containsAllEntriesOf(fields));
        assertThat(collector.messages()).containsExactly("one", "two");
    }

    @Test
    void decision26_repeatedMetadata_theFirstWins() {
        collector.raw("source=first&source=second&host=&host=late", "x");

        assertThat(collector.single().fields())
                .isEqualTo(Map.of("message", "x", "source", "first", "serverHost", "192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"time=soon", "time=1e300", "time=true"})
    void decision26_badTime_isRefusedWithoutANumber(String query) {
        HttpReply reply = collector.raw(query, "x");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision26_parametersWithNamesInUse_giveWay() {
        collector.raw("message=m&timestamp=t&parser=p&sourcetype=st", "line");

        assertThat(collector.single().timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        assertThat(collector.single().fields())
                .containsEntry("message", "line")
                .containsEntry("fields.message", "m")
                .containsEntry("fields.timestamp", "t")
                .containsEntry("parser", "st")
                .containsEntry("fields.parser", "p");
        assertThat(collector.handler.counts().clashes()).isEqualTo(3);
    }
}
