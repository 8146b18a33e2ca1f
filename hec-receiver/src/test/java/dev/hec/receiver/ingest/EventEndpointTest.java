package dev.hec.receiver.ingest;

import static dev.hec.receiver.ingest.Collector.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes: how they follow one another, what is required of them, and what their keys mean. */
class EventEndpointTest {

    private static final long SEED_NANOS = 1537538443_000_000_000L;

    private final Collector collector = new Collector();

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "plain/text", "nonsense"})
    void decision7_contentType_isIgnored(String type) {
        HttpReply reply = collector.send(
                TestRequest.post(Collector.EVENT).header("Content-Type", type).body("{\"event\":\"x\"}"));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'a'}{'event':'b'}",
                "{'event':'a'} {'event':'b'}",
                "\n  {'event':'a'}\r\n\r\n\t{'event':\n'b'\n}\n ",
                "[{'event':'a'},{'event':'b'}]",
                " [ {'event':'a'} , {'event':'b'} ] \n",
                "\uFEFF{'event':'a'}{'event':'b'}",
                "\uFEFF[{'event':'a'},{'event':'b'}]"
            })
    void decision11_everyFormOfBatch_isRead(String body) {
        assertThat(collector.event(json(body)).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'event':'a'},{'event':'b'}|1",
                "[{'event':'a'}{'event':'b'}]|1",
                "[{'event':'a'}] {'event':'b'}|1",
                "[{'event':'a'}]]|1",
                "[{'event':'a'}|1",
                "[{'event':'a'},]|1",
                "{'event':'a'}]|1",
                "{'event':'a'}garbage|1",
                "garbage|0",
                "'text'|0",
                "7|0",
                "[7]|0",
                "[[{'event':'a'}]]|0",
                "{'event':'a'|0",
                "{'event':NaN}|0",
                "{event:'a'}|0"
            })
    void decision11_whatIsNoBatch_isRefusedWhereItStopsBeingOne(String body, int number) {
        HttpReply reply = collector.event(json(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(fault(6, "Invalid data format", number));
        assertThat(collector.events()).hasSize(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "[]", " [ ] ", "\uFEFF"})
    void decision11_bodyWithoutEnvelope_isNoData(String body) {
        HttpReply reply = collector.event(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.NO_DATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'event':'no end'|6|Invalid data format",
                "{'source':'x'}|12|Event field is required",
                "{'event':''}|13|Event field cannot be blank",
                "{'event':1,'fields':{'a':{'b':1}}}|15|Error in handling indexed fields",
                "{'event':1,'time':'soon'}|6|Invalid data format"
            })
    void decision12_badEnvelope_leavesThoseBeforeItStored(String bad, int code, String text) {
        HttpReply reply = collector.event(json("{'event':'one'}{'event':'two'}" + bad + "{'event':'four'}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(fault(code, text, 2));
        assertThat(collector.messages()).containsExactly("one", "two");
        assertThat(collector.handler.counts().events()).isEqualTo(2);
        assertThat(collector.handler.counts().refused()).isEqualTo(Map.of(code, 1L));
    }

    @Test
    void decision13_bodyCutInsideAnEnvelope_keepsTheWholeOnes() {
        HttpReply reply = collector.event("{\"event\":\"first\"}{\"event\":\"second\"");

        assertThat(reply.body()).isEqualTo(fault(6, "Invalid data format", 1));
        assertThat(collector.messages()).containsExactly("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|12|Event field is required",
                "{'time':1}|12|Event field is required",
                "{'event':null}|12|Event field is required",
                "{'event':''}|13|Event field cannot be blank"
            })
    void decision14_eventMissingOrBlank_isRefused(String body, int code, String text) {
        HttpReply reply = collector.event(json(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(fault(code, text, 0));
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'text'|text",
                "' '|' '",
                "0|0",
                "-1.50|-1.50",
                "1e400|1e400",
                "true|true",
                "false|false",
                "[]|[]",
                "[1, \"a\",{}]|[1, \"a\",{}]"
            })
    void decision14_scalarOrArray_becomesTheMessage(String event, String message) {
        String body = "{\"event\":" + (event.equals("text") || event.isBlank() ? "\"" + event + "\"" : event) + "}";

        assertThat(collector.event(body).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().fields()).containsEntry("message", message);
    }

    @Test
    void decision14_emptyObject_isAnEvent() {
        assertThat(collector.event("{\"event\":{}}").body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().fields()).isEqualTo(Map.of("serverHost", "192.0.2.7"));
    }

    @Test
    void decision15_fieldsWithoutEvent_areRefusedAndNotSkipped() {
        HttpReply reply = collector.event(json("{'event':1}{'fields':{'a':'b'}}"));

        assertThat(reply.body()).isEqualTo(fault(12, "Event field is required", 1));
        assertThat(collector.events()).hasSize(1);
    }

    @Test
    void decision16_unknownKey_isIgnoredAndCounted() {
        HttpReply reply =
                collector.event(json("{'color':'blue','event':'a','deep':{'x':[1,{'event':2}]}}{'event':'b'}"));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
        assertThat(collector.events().get(0).fields()).containsOnlyKeys("message", "serverHost");
        assertThat(collector.handler.counts().unknownKeys()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1537538443.0, 1537538443000000000",
        "1537538443, 1537538443000000000",
        "1433188255.500, 1433188255500000000",
        "'\"1795426538.104\"', 1795426538104000000",
        "'\" 1795426538.104 \"', 1795426538104000000",
        "1795432352.70262, 1795432352702620000",
        "1795432352.123456789, 1795432352123456789",
        "1795432352123, 1795432352123000000",
        "1795432352123456, 1795432352123456000",
        "1795432352123456789, 1795432352123456789",
        "'\"1795432352123\"', 1795432352123000000",
        "0, 0",
        "-1.5, -1500000000",
        "1.5e9, 1500000000000000000"
    })
    void decision17_timeForms_areReadExactly(String time, long nanos) {
        assertThat(collector.event("{\"time\":" + time + ",\"event\":1}").body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().timestampNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "false",
                "{}",
                "[]",
                "[1]",
                "1e300",
                "1e999999999",
                "1537538443000.0",
                "99999999999999999999",
                "\"soon\"",
                "\"2026-11-23T10:00:00Z\"",
                "\"0x10\"",
                "\"NaN\""
            })
    void decision17_noTime_isRefusedWithTheNumber(String time) {
        HttpReply reply = collector.event("{\"event\":\"ok\"}{\"time\":" + time + ",\"event\":1}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(fault(6, "Invalid data format", 1));
        assertThat(collector.messages()).containsExactly("ok");
    }

    @Test
    void decision18_absentTime_isTheReceiptAndCarriesNothingOver() {
        collector.event(
                json("{'time':1537538443,'event':'a'}{'event':'b'}{'time':null,'event':'c'}{'time':'','event':'d'}"));

        assertThat(collector.events().stream().map(Event::timestampNanos))
                .containsExactly(SEED_NANOS, Collector.NOW_NANOS, Collector.NOW_NANOS, Collector.NOW_NANOS);
    }

    @Test
    void decision19_metadata_isNotInherited() {
        collector.event(
                "{\"event\":\"first\",\"source\":\"main\"}{\"event\":\"second\"}{\"event\":\"third\",\"source\":\"secondary\"}");

        assertThat(collector.events().stream().map(event -> event.fields().get("source")))
                .containsExactly("main", null, "secondary");
    }

    @Test
    void decision19_host_fallsBackToTheForwardedThenThePeerAddress() {
        collector.send(TestRequest.post(Collector.EVENT)
                .header("X-Forwarded-For", "203.0.113.9, 198.51.100.2")
                .body("{\"event\":1}"));
        collector.event("{\"event\":2}");
        collector.send(
                TestRequest.post(Collector.EVENT).header("X-Forwarded-For", " ").body("{\"event\":3}"));
        collector.event("{\"event\":4,\"host\":\"web-1\"}");

        assertThat(collector.events().stream().map(event -> event.fields().get("serverHost")))
                .containsExactly("203.0.113.9", "192.0.2.7", "192.0.2.7", "web-1");
    }

    @Test
    void decision20_metadataTypes_becomeText() {
        collector.event(json("{'event':1,'host':5,'source':true,'sourcetype':1.50,'index':null}"));
        collector.event(json("{'event':1,'host':'h','source':'','sourcetype':'','index':''}"));

        assertThat(collector.events().get(0).fields())
                .isEqualTo(Map.of("message", "1", "serverHost", "5", "source", "true", "parser", "1.50"));
        assertThat(collector.events().get(1).fields()).isEqualTo(Map.of("message", "1", "serverHost", "h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "source", "sourcetype", "index"})
    void decision20_structureAsMetadata_isRefused(String key) {
        assertThat(collector.event("{\"event\":1,\"" + key + "\":{}}").body())
                .isEqualTo(fault(6, "Invalid data format", 0));
        assertThat(collector.event("{\"event\":1,\"" + key + "\":[\"a\"]}").body())
                .isEqualTo(fault(6, "Invalid data format", 0));
    }

    @Test
    void decision21_fields_areKeptVerbatim() {
        collector.event(json("{'event':'x','fields':{'#env':'prod','a.b':1,'':'empty','list':['x',2,true,null],"
                + "'none':null,'big':12345678901234567890,'exact':0.10}}"));

        assertThat(collector.single().fields())
                .containsEntry("#env", "prod")
                .containsEntry("a.b", 1L)
                .containsEntry("", "empty")
                .containsEntry("list", List.of("x", 2L, true))
                .containsEntry("big", new java.math.BigInteger("12345678901234567890"))
                .containsEntry("exact", new BigDecimal("0.10"))
                .doesNotContainKey("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'a':{}}", "{'a':{'b':1}}", "{'a':[1,{}]}", "{'a':[[1]]}", "[]", "[1]", "'text'", "7", "true"})
    void decision21_nestedOrNoObject_isRefused(String fields) {
        HttpReply reply = collector.event(json("{'event':1,'fields':" + fields + "}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(fault(15, "Error in handling indexed fields", 0));
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}"})
    void decision21_emptyFields_areNone(String fields) {
        assertThat(collector.event("{\"event\":1,\"fields\":" + fields + "}").body())
                .isEqualTo(Collector.SUCCESS);
    }

    @Test
    void decision22_names_areThoseOfTheArticle() {
        collector.event(
                json(
                        "{'time':1537538443.0,'event':{'message':'Shutdown','host':{'ip':'127.0.0.1','port':8005}},"
                                + "'host':'h','source':'/var/log/app.log','sourcetype':'app','index':'main','fields':{'#env':'prod'}}"));

        Event event = collector.single();
        assertThat(event.timestampNanos()).isEqualTo(SEED_NANOS);
        assertThat(event.fields())
                .containsOnly(
                        Map.entry("message", "Shutdown"),
                        Map.entry("host.ip", "127.0.0.1"),
                        Map.entry("host.port", 8005L),
                        Map.entry("serverHost", "h"),
                        Map.entry("parser", "app"),
                        Map.entry("source", "/var/log/app.log"),
                        Map.entry("index", "main"),
                        Map.entry("#env", "prod"));
    }

    @Test
    void decision22_eventBeatsFields_andNothingIsLost() {
        collector.event(json("{'fields':{'level':'debug','same':1},'event':{'level':'INFO','same':1}}"));

        assertThat(collector.single().fields())
                .containsEntry("level", "INFO")
                .containsEntry("fields.level", "debug")
                .containsEntry("same", 1L)
                .doesNotContainKey("fields.same");
        assertThat(collector.handler.counts().clashes()).isEqualTo(1);
    }

    @Test
    void decision22_envelopeBeatsEventAndFields_andNothingIsLost() {
        collector.event(json("{'source':'envelope','event':{'source':'event'},'fields':{'source':'fields'}}"));

        assertThat(collector.single().fields())
                .containsEntry("source", "envelope")
                .containsEntry("event.source", "event")
                .containsEntry("fields.source", "fields");
        assertThat(collector.handler.counts().clashes()).isEqualTo(2);
    }

    @Test
    void decision22_valueWhoseOtherNameIsTakenToo_isInAListThere() {
        collector.event(
                json("{'source':'envelope','event':{'source':'a','event':{'source':['b','c']},'fields':{'level':'d'},"
                        + "'level':'e'},'fields':{'level':'f'}}"));

        assertThat(collector.single().fields())
                .containsEntry("source", "envelope")
                .containsEntry("event.source", List.of("b", "c", "a"))
                .containsEntry("level", "e")
                .containsEntry("fields.level", List.of("d", "f"));
        assertThat(collector.handler.counts().clashes()).isEqualTo(2);
    }

    @Test
    void decision22_keysNamedTimestamp_giveWayToTheTimeOfTheEvent() {
        collector.event(json("{'event':{'timestamp':'2018'},'fields':{'timestamp':'2019'}}"));

        assertThat(collector.single().timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        assertThat(collector.single().fields())
                .containsEntry("event.timestamp", "2018")
                .containsEntry("fields.timestamp", "2019")
                .doesNotContainKey("timestamp");
    }

    @Test
    void decision22_peerAddress_displacesNothing() {
        collector.event(json("{'event':{'serverHost':'mine'}}"));

        assertThat(collector.single().fields()).isEqualTo(Map.of("serverHost", "mine"));
        assertThat(collector.handler.counts().clashes()).isZero();
    }

    @Test
    void decision27_queryOfEvent_fillsOnlyGapsOfMetadata() {
        collector.send(TestRequest.post(Collector.EVENT)
                .query("host=qh&source=qs&sourcetype=qt&index=qi&time=1537538443&color=blue&source=second")
                .body(json(
                        "{'event':'a'}{'event':'b','host':'h','source':'s','sourcetype':'t','index':'i','time':1}")));

        Event first = collector.events().get(0);
        Event second = collector.events().get(1);
        assertThat(first.timestampNanos()).isEqualTo(SEED_NANOS);
        assertThat(first.fields())
                .isEqualTo(Map.of("message", "a", "serverHost", "qh", "source", "qs", "parser", "qt", "index", "qi"));
        assertThat(second.timestampNanos()).isEqualTo(1_000_000_000L);
        assertThat(second.fields())
                .isEqualTo(Map.of("message", "b", "serverHost", "h", "source", "s", "parser", "t", "index", "i"));
    }

    @Test
    void decision37_order_isThatOfTheBody() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            body.append("{\"time\":1,\"event\":").append(i).append('}');
        }
        collector.event(body.toString());

        for (int i = 0; i < 1000; i++) {
            assertThat(collector.messages().get(i)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void decision38_sameBodyTwice_isStoredTwice() {
        collector.event("{\"event\":\"a\",\"time\":1}");
        collector.event("{\"event\":\"a\",\"time\":1}");

        assertThat(collector.messages()).containsExactly("a", "a");
    }

    @Test
    void decision40_textPlainToEvent_isStillDecoded() {
        collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Type", "text/plain")
                .body("{\"event\":{\"a\":1}}"));

        assertThat(collector.single().fields()).containsEntry("a", 1L).doesNotContainKey("message");
    }

    @Test
    void repeatedEnvelopeKey_theLastCounts() {
        collector.event(json("{'event':'a','source':'x','event':'b','source':'y'}"));

        assertThat(collector.single().fields()).containsEntry("message", "b").containsEntry("source", "y");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
