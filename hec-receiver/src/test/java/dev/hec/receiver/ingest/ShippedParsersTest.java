package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as programs write them, through {@code /raw}, and what the shipped parsers make of them. */
class ShippedParsersTest {

    private final Collector collector = new Collector();

    private Event parsed(String sourcetype, String line) {
        collector.raw("sourcetype=" + URLEncoder.encode(sourcetype, StandardCharsets.UTF_8), line);
        Event event = collector.single();
        assertThat(event.fields()).doesNotContainKey("parserError").containsEntry("parser", sourcetype);
        return event;
    }

    private static Map<String, Object> found(Event event, String... without) {
        Map<String, Object> fields = new TreeMap<>(event.fields());
        fields.keySet().removeAll(List.of("parser", "parserError"));
        fields.keySet().removeAll(List.of(without));
        return fields;
    }

    private static Instant time(Event event) {
        return Instant.ofEpochSecond(0, event.timestampNanos());
    }

    private String whyNot(String sourcetype, String line) {
        collector.raw("sourcetype=" + sourcetype, line);
        Event event = collector.single();
        assertThat(event.fields())
                .containsEntry("message", line)
                .containsOnlyKeys("message", "parserError", "parser", "serverHost");
        assertThat(event.timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        return (String) event.fields().get("parserError");
    }

    // json

    @Test
    void json_object_isFlattenedBesideTheWholeLine() {
        String line =
                "{\"@timestamp\":\"2026-01-02T03:04:05.678+02:00\",\"a\":{\"b\":[1,2]},\"n\":1.50,\"s\":\"x\",\"nil\":null}";

        Event event = parsed("json", line);

        assertThat(time(event)).isEqualTo("2026-01-02T01:04:05.678Z");
        assertThat(found(event))
                .isEqualTo(Map.of(
                        "message",
                        line,
                        "serverHost",
                        "192.0.2.7",
                        "a.b",
                        List.of(1L, 2L),
                        "n",
                        new BigDecimal("1.50"),
                        "s",
                        "x"));
    }

    @Test
    void json_ownMessageAndMetadata_followTheRulesOfEvents() {
        collector.raw(
                "sourcetype=json&host=h",
                "{\"message\":\"m\",\"serverHost\":\"other\",\"source\":\"file\",\"time\":1795426538.25}");

        Event event = collector.single();
        assertThat(found(event))
                .isEqualTo(Map.of("message", "m", "serverHost", "h", "event.serverHost", "other", "source", "file"));
        assertThat(time(event)).isEqualTo("2026-11-23T09:35:38.250Z");
        assertThat(collector.handler.counts().clashes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"time\":12}", "{\"time\":\"soon\"}", "{\"time\":{\"zone\":1}}", "{\"time\":true}"})
    void json_timeThatIsNone_staysAField(String line) {
        Event event = parsed("json", line);

        assertThat(event.timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        assertThat(event.fields().keySet()).anyMatch(name -> name.startsWith("time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "[1]", "{\"a\":1", "{\"a\":1}{\"b\":2}", "{\"a\":1} x", "{'a':1}", "\"text\""})
    void json_otherText_staysWhole(String line) {
        assertThat(whyNot("json", line)).isEqualTo("json: not one JSON object");
    }

    // logfmt

    @Test
    void logfmt_quotesEscapesAndBareKeys_areRead() {
        String line =
                "time=2026-11-23T10:15:30Z level=info msg=\"it \\\"works\\\"\\n\\\\o/\" path=/a=b empty= q=\"\" done a.b=1.5 tag=x";

        Event event = parsed("logfmt", line);

        assertThat(time(event)).isEqualTo("2026-11-23T10:15:30Z");
        assertThat(found(event, "serverHost"))
                .isEqualTo(Map.of(
                        "message",
                        line,
                        "level",
                        "info",
                        "msg",
                        "it \"works\"\n\\o/",
                        "path",
                        "/a=b",
                        "empty",
                        "",
                        "q",
                        "",
                        "done",
                        true,
                        "a.b",
                        "1.5",
                        "tag",
                        "x"));
    }

    @Test
    void logfmt_repeatedKey_lastCountsAndIsCounted() {
        assertThat(found(parsed("logfmt", "a=1 a=2"))).containsEntry("a", "2");
        assertThat(collector.handler.counts().clashes()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello world|no key=value in it",
                "a=\"open|the quote at character 3 does not end",
                "a=\"open\\\"|the quote at character 3 does not end",
                "=1|no key before character 1",
                "a=1 \"b\"|no key before character 5"
            })
    void logfmt_otherText_staysWhole(String line, String why) {
        assertThat(whyNot("logfmt", line)).isEqualTo("logfmt: " + why);
    }

    @Test
    void logfmt_tooManyFields_staysWhole() {
        String line = IntStream.range(0, 1001).mapToObj(i -> "f" + i + "=1 ").collect(Collectors.joining());

        assertThat(whyNot("logfmt", line)).isEqualTo("logfmt: more than 1000 fields");
    }

    // syslog

    @Test
    void syslog_exampleOfRfc5424_isRead() {
        Event event = parsed(
                "syslog",
                "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" eventSource="
                        + "\"Application\" eventID=\"1011\"][examplePriority@32473 class=\"high\"] \uFEFFAn application event log entry...");

        assertThat(time(event)).isEqualTo("2003-10-11T22:14:15.003Z");
        assertThat(found(event))
                .isEqualTo(new TreeMap<>(Map.of(
                        "facility",
                        "local4",
                        "severity",
                        "notice",
                        "serverHost",
                        "mymachine.example.com",
                        "app",
                        "evntslog",
                        "msgId",
                        "ID47",
                        "sd.exampleSDID@32473.iut",
                        "3",
                        "sd.exampleSDID@32473.eventSource",
                        "Application",
                        "sd.exampleSDID@32473.eventID",
                        "1011",
                        "sd.examplePriority@32473.class",
                        "high",
                        "message",
                        "An application event log entry...")));
    }

    @Test
    void syslog_structuredDataWithEscapes_isRead() {
        String line =
                "<34>1 - - app 77 - [a@1 q=\"say \\\"hi\\\"\" b=\"x\\]y\\\\z\" c=\"\\n\" ip=\"::1\" ip=\"10.0.0.1\"][empty]";

        Event event = parsed("syslog", line);

        assertThat(event.timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        assertThat(found(event, "facility", "severity"))
                .isEqualTo(Map.of(
                        "message",
                        line,
                        "serverHost",
                        "192.0.2.7",
                        "app",
                        "app",
                        "pid",
                        "77",
                        "sd.a@1.q",
                        "say \"hi\"",
                        "sd.a@1.b",
                        "x]y\\z",
                        "sd.a@1.c",
                        "\\n",
                        "sd.a@1.ip",
                        List.of("::1", "10.0.0.1"),
                        "sd.empty",
                        true));
    }

    @Test
    void syslog_exampleOfRfc3164_isRead() {
        Event event = parsed("syslog", "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8");

        assertThat(time(event)).isEqualTo("2026-10-11T22:14:15Z");
        assertThat(found(event))
                .isEqualTo(Map.of(
                        "facility",
                        "auth",
                        "severity",
                        "crit",
                        "serverHost",
                        "mymachine",
                        "app",
                        "su",
                        "message",
                        "'su root' failed for lonvick on /dev/pts/8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Nov  3 04:05:06 web1 sshd[811]: Accepted publickey|2026-11-03T04:05:06Z|web1|sshd|811|Accepted publickey",
                "<13>Nov 23 09:59:59 2001:db8::1 app: hi|2026-11-23T09:59:59Z|2001:db8::1|app|-|hi",
                "Nov 23 09:59:59 cron[9]: job|2026-11-23T09:59:59Z|192.0.2.7|cron|9|job",
                "Nov 23 09:59:59 h no tag here|2026-11-23T09:59:59Z|h|-|-|no tag here",
                "Nov 23 09:59:59 h http://x/y|2026-11-23T09:59:59Z|h|-|-|http://x/y",
                "2026-11-23T10:15:30.123456+01:00 h systemd[1]: Started|2026-11-23T09:15:30.123456Z|h|systemd|1|Started",
                "<0>kernel panic|2026-11-23T10:00:00.123456789Z|192.0.2.7|-|-|kernel panic",
                "<189>Nov 23 09:59:59.123: %SYS-5-CONFIG_I: text|2026-11-23T09:59:59.123Z|192.0.2.7|%SYS-5-CONFIG_I|-|text",
                "Jun  1 00:00:00 h a: this year|2026-06-01T00:00:00Z|h|a|-|this year",
                "Dec 31 23:59:59 h a: last year|2025-12-31T23:59:59Z|h|a|-|last year"
            })
    void syslog_olderForms_areRead(String line, String time, String host, String app, String pid, String message) {
        Event event = parsed("syslog", line);

        assertThat(event.fields().get("serverHost")).isEqualTo(host);
        assertThat(event.fields().get("app")).isEqualTo(app);
        assertThat(event.fields().get("pid")).isEqualTo(pid);
        assertThat(event.fields().get("message")).isEqualTo(message);
        assertThat(time(event)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first line", "<192>Oct 11 22:14:15 h a: b", "<>x", "<1", "Oct 11", "2026-11-23", "\uFEFF"})
    void syslog_textWithoutHeader_isTheMessage(String line) {
        Event event = parsed("syslog", line + " \u20ac");

        assertThat(found(event))
                .isEqualTo(Map.of("message", line.replace("\uFEFF", "") + " \u20ac", "serverHost", "192.0.2.7"));
        assertThat(event.timestampNanos()).isEqualTo(Collector.NOW_NANOS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<34>1 2003-10-11T22:14:15.003Z host|no serverHost after version 1",
                "<34>1 - - - - - nodata|no structured data at character 17",
                "<34>1 - - - - - [a b=\"c|a value of the structured data does not end",
                "<34>1 - - - - - [a b=c]|no name=\"value\" in the structured data at character 21",
                "<34>1 - - - - - [a|no ] in the structured data at character 19",
                "<34>1 - - - - - [a]x|no space after the structured data",
                "<34>1 noon - - - - -|timestamp is no time as the definition has it: noon",
                "Feb 30 10:00:00 h a: b|timestamp is no time as the definition has it: Feb 30 10:00:00"
            })
    void syslog_otherText_staysWhole(String line, String why) {
        assertThat(whyNot("syslog", line)).isEqualTo("syslog: " + why);
    }

    // accessLog

    @Test
    void accessLog_combined_isRead() {
        String line = "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif?a=b HTTP/1.0\" 200 2326 "
                + "\"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"";

        Event event = parsed("accessLog", line);

        assertThat(time(event)).isEqualTo("2000-10-10T20:55:36Z");
        assertThat(found(event, "serverHost"))
                .isEqualTo(Map.of(
                        "message",
                        line,
                        "clientIp",
                        "127.0.0.1",
                        "user",
                        "frank",
                        "method",
                        "GET",
                        "path",
                        "/apache_pb.gif?a=b",
                        "protocol",
                        "HTTP/1.0",
                        "status",
                        200L,
                        "bytes",
                        2326L,
                        "referrer",
                        "http://www.example.com/start.html",
                        "userAgent",
                        "Mozilla/4.08 [en] (Win98; I ;Nav)"));
    }

    @Test
    void accessLog_commonWithIpv6AndNothingElse_isRead() {
        Event event = parsed("accessLog", "2001:db8::1 - - [23/Sep/2026:00:00:00 +0530] \"HEAD / HTTP/2.0\" 304 -");

        assertThat(time(event)).isEqualTo("2026-09-22T18:30:00Z");
        assertThat(found(event, "serverHost", "message"))
                .isEqualTo(Map.of(
                        "clientIp",
                        "2001:db8::1",
                        "method",
                        "HEAD",
                        "path",
                        "/",
                        "protocol",
                        "HTTP/2.0",
                        "status",
                        304L));
    }

    @Test
    void accessLog_quotesInUserAgentAndReferrer_endNothing() {
        Event event = parsed(
                "accessLog",
                "::1 - - [23/Nov/2026:10:00:00 +0000] \"GET /\\\"x\\\" HTTP/1.1\" 404 153 \"-\" \"curl \\\"quoted\\\" \\\\\" \"10.0.0.9, 10.0.0.8\" 0.003");

        assertThat(found(event, "serverHost", "message"))
                .containsEntry("path", "/\\\"x\\\"")
                .containsEntry("userAgent", "curl \\\"quoted\\\" \\\\")
                .containsEntry("more", "\"10.0.0.9, 10.0.0.8\" 0.003")
                .doesNotContainKey("referrer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"-\" 408 0|-",
                "\"\" 400 0|-",
                "\"\\x16\\x03\\x01\" 400 226|\\x16\\x03\\x01",
                "\"GET /a b c HTTP/1.1\" 400 1|GET /a b c HTTP/1.1",
                "\"GET / HTTP/1.1 \" 400 1|GET / HTTP/1.1 "
            })
    void accessLog_requestThatIsNone_isKeptAsItIs(String rest, String request) {
        Event event = parsed("accessLog", "10.0.0.1 - - [23/Nov/2026:10:00:00 +0000] " + rest);

        assertThat(event.fields()).doesNotContainKey("method").containsKey("status");
        if (!request.equals("-")) {
            assertThat((String) event.fields().get("request")).startsWith(request.strip());
        }
    }

    @Test
    void accessLog_virtualHostAndUserWithSpace_areRead() {
        Event event = parsed(
                "accessLog",
                "www.example.org:443 10.1.2.3 ident jane doe [23/Nov/2026:10:00:00 +0000] \"POST /x HTTP/1.1\" 500 0");

        assertThat(found(event))
                .containsEntry("virtualHost", "www.example.org:443")
                .containsEntry("clientIp", "10.1.2.3")
                .containsEntry("ident", "ident")
                .containsEntry("user", "jane doe")
                .containsEntry("bytes", 0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "10.0.0.1 - - [23/Nov/2026:10:00:00 +0000] GET / 200 1",
                "[error] 1234#0: *5 open() failed"
            })
    void accessLog_otherText_staysWhole(String line) {
        assertThat(whyNot("accessLog", line)).isEqualTo("accessLog: neither common nor combined");
    }

    @Test
    void accessLog_impossibleTime_staysWhole() {
        assertThat(whyNot("accessLog", "h - - [32/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1"))
                .isEqualTo("accessLog: timestamp is no time as the definition has it: 32/Nov/2026:10:00:00 +0000");
    }

    // javaLog

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "09:15:30.123 [main] INFO  c.e.App - started|2026-11-23T09:15:30.123Z|main|INFO|c.e.App|started",
                "09:15:30.123 [main] INFO c.e.App -- started - now|2026-11-23T09:15:30.123Z|main|INFO|c.e.App|started - now",
                "2026-11-23 09:15:30,123 [pool-1 [x]] WARN  a.B - |2026-11-23T09:15:30.123Z|pool-1 [x]|WARN|a.B|none",
                "2026-11-23T10:15:30.123+01:00  INFO 4711 --- [app] [           main] c.e.App : up|2026-11-23T09:15:30.123Z|main|INFO|c.e.App|up",
                "2026-11-23 09:15:30.123  INFO 4711 --- [nio-8080-exec-1] c.e.App              : up|2026-11-23T09:15:30.123Z|nio-8080-exec-1|INFO|c.e.App|up",
                "2026-11-23 09:15:30,123 ERROR [org.jboss.as] (Controller Boot Thread) WFLYSRV0026|2026-11-23T09:15:30.123Z|Controller Boot Thread|ERROR|org.jboss.as|WFLYSRV0026",
                "23:59:59.999 [main] INFO  c.e.App - late|2026-11-22T23:59:59.999Z|main|INFO|c.e.App|late"
            })
    void javaLog_lines_areRead(
            String line, String time, String thread, String severity, String logger, String message) {
        collector.raw("sourcetype=javaLog", line);

        Event event = collector.single();
        assertThat(event.fields())
                .doesNotContainKey("parserError")
                .containsEntry("thread", thread)
                .containsEntry("severity", severity)
                .containsEntry("logger", logger)
                .containsEntry("message", message == null ? line : message);
        assertThat(time(event)).isEqualTo(time);
    }

    @Test
    void javaLog_pairsOfLogback_areKept() {
        assertThat(found(parsed("javaLog", "09:15:30.123 [main] INFO c.e.App -order=\"7\" by=\"me\"- done")))
                .containsEntry("pairs", "order=\"7\" by=\"me\"")
                .containsEntry("message", "done");
    }

    @Test
    void javaLog_stackTraces_areGroupedWithTheirEvents() {
        String trace =
                "java.lang.IllegalStateException: outer\n with a second line\n\tat a.B.c(B.java:7)\n\tat a.B.main(B.java:1)\n"
                        + "Caused by: java.io.IOException: inner\n\tat a.C.d(C.java:3)\n\t... 1 more\n"
                        + "Caused by: java.lang.Error\n\tat a.E.f(E.java:9)\n\tSuppressed: java.lang.Exception: s\n\t\tat x.Y.z(Y.java:2)\n\t... 2 more";
        String body = "09:15:30.123 [main] ERROR c.e.App - failed\r\nin two lines\r\n" + trace
                + "\n\n09:15:31.000 [main] INFO c.e.App - on\n";

        collector.raw("sourcetype=javaLog", body);

        assertThat(collector.events()).hasSize(2);
        assertThat(collector.events().get(0).fields())
                .containsEntry("message", "failed\r\nin two lines")
                .containsEntry("exception.class", "java.lang.IllegalStateException")
                .containsEntry("exception.stack", trace);
        assertThat(collector.events().get(1).fields())
                .containsEntry("message", "on")
                .doesNotContainKey("exception.stack");
    }

    @Test
    void javaLog_javaUtilLogging_isReadOverTwoLines() {
        collector.raw(
                "sourcetype=javaLog",
                "Nov 3, 2026 9:05:07 PM com.example.App run\nSEVERE: broken\njava.lang.Error: x\n\tat a.B.c(B.java:7)\n"
                        + "Nov 23, 2026 12:00:00 AM com.example.App\nINFO: fine\n");

        assertThat(collector.events()).hasSize(2);
        Event first = collector.events().get(0);
        assertThat(time(first)).isEqualTo("2026-11-03T21:05:07Z");
        assertThat(found(first, "serverHost"))
                .isEqualTo(Map.of(
                        "logger",
                        "com.example.App",
                        "caller.method",
                        "run",
                        "severity",
                        "SEVERE",
                        "message",
                        "broken",
                        "exception.class",
                        "java.lang.Error",
                        "exception.stack",
                        "java.lang.Error: x\n\tat a.B.c(B.java:7)"));
        assertThat(time(collector.events().get(1))).isEqualTo("2026-11-23T00:00:00Z");
    }

    @Test
    void javaLog_otherText_staysWhole() {
        assertThat(whyNot("javaLog", "hello")).isEqualTo("javaLog: none of the layouts");
    }
}
