package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real clients send is answered with success, and every event of it arrives under the right names. */
class CapturesTest {

    private static final String PEER = "192.0.2.7";

    static Stream<Arguments> clients() {
        return Stream.of(
                Arguments.of(
                        "curl-seed-examples.txt",
                        List.of(
                                event(
                                        1537538443_000_000_000L,
                                        "message",
                                        "Something happened",
                                        "serverHost",
                                        PEER,
                                        "source",
                                        "/var/log/app.log",
                                        "parser",
                                        "app",
                                        "env",
                                        "prod"),
                                event(
                                        "message",
                                        "Log 1: Hello, World!",
                                        "serverHost",
                                        PEER,
                                        "dataSource.name",
                                        "myName",
                                        "dataSource.vendor",
                                        "myVendor"),
                                event(
                                        "message",
                                        "Log 2: Hello Again",
                                        "serverHost",
                                        PEER,
                                        "dataSource.name",
                                        "myName",
                                        "dataSource.vendor",
                                        "myVendor"),
                                event("message", "basic auth, default content type", "serverHost", PEER),
                                event("message", "two", "serverHost", PEER),
                                event("message", "gz", "serverHost", PEER),
                                event("message", "a".repeat(2000), "serverHost", PEER))),
                Arguments.of(
                        "debian-syslog-ng-http.txt",
                        List.of(syslog("first line"), syslog("second \"quoted\" line"), syslog("third"))),
                Arguments.of(
                        "fluent-bit-out_splunk-gzip-fields.txt",
                        List.of(fluentBit(1795432351_702_627_000L), fluentBit(1795432352_702_620_000L))),
                Arguments.of(
                        "fluent-bit-out_splunk-raw.txt",
                        List.of(event(1_500_000_000L, "message", "x", "a", "b", "serverHost", PEER))),
                Arguments.of(
                        "fluent-bit-out_splunk.txt",
                        List.of(
                                dummy(1795432344_702_602_000L),
                                dummy(1795432345_702_567_000L),
                                dummy(1795432346_702_588_000L))),
                Arguments.of(
                        "java-camel-splunk-hec.txt",
                        List.of(
                                event(
                                        "headers.k",
                                        "v",
                                        "body",
                                        "plain body",
                                        "serverHost",
                                        "h1",
                                        "parser",
                                        "st",
                                        "source",
                                        "src",
                                        "index",
                                        "main"),
                                event(
                                        "body.m",
                                        1L,
                                        "body.s",
                                        "x",
                                        "serverHost",
                                        "h1",
                                        "parser",
                                        "st",
                                        "source",
                                        "src",
                                        "index",
                                        "main"),
                                event(
                                        "message",
                                        "only body",
                                        "serverHost",
                                        "h1",
                                        "parser",
                                        "st",
                                        "source",
                                        "src",
                                        "index",
                                        "main"))),
                Arguments.of(
                        "java-splunk-library-javalogging-log4j2.txt",
                        List.of(
                                event(
                                        1795426772_327_000_000L,
                                        "severity",
                                        "INFO",
                                        "logger",
                                        "com.acme.Y",
                                        "thread",
                                        "main",
                                        "message.k",
                                        1L,
                                        "message.s",
                                        "v",
                                        "properties.user",
                                        "bob",
                                        "messageFormat",
                                        "json",
                                        "serverHost",
                                        "h1",
                                        "index",
                                        "main",
                                        "parser",
                                        "_json",
                                        "source",
                                        "src2"),
                                event(
                                        1795426772_328_000_000L,
                                        "severity",
                                        "ERROR",
                                        "logger",
                                        "com.acme.Y",
                                        "thread",
                                        "main",
                                        "exception",
                                        exception("class java.lang.IllegalStateException", "M"),
                                        "message",
                                        "boom java.lang.IllegalStateException: x\n\tat M.main(M.java:1) ~[sjl/:?]\n",
                                        "properties.user",
                                        "bob",
                                        "messageFormat",
                                        "json",
                                        "serverHost",
                                        "h1",
                                        "index",
                                        "main",
                                        "parser",
                                        "_json",
                                        "source",
                                        "src2"))),
                Arguments.of(
                        "java-splunk-library-javalogging-logback.txt",
                        List.of(
                                logback(1795426768_094_000_000L, "INFO", "hello 1"),
                                logback(1795426768_095_000_000L, "WARN", "multi\nline"),
                                event(
                                        1795426768_096_000_000L,
                                        "severity",
                                        "ERROR",
                                        "logger",
                                        "com.acme.X",
                                        "thread",
                                        "main",
                                        "exception",
                                        exception("java.lang.IllegalStateException", "L"),
                                        "message",
                                        "boomjava.lang.IllegalStateException: x\n\tat L.main(L.java:1)\n",
                                        "properties.user",
                                        "bob",
                                        "messageFormat",
                                        "text",
                                        "serverHost",
                                        "h1",
                                        "index",
                                        "main",
                                        "parser",
                                        "st1",
                                        "source",
                                        "src1"))),
                Arguments.of(
                        "java-splunk-library-javalogging-logback-raw.txt",
                        List.of(
                                raw("multi"),
                                raw("line"),
                                raw("hello 1"),
                                raw("boomjava.lang.IllegalStateException: x"),
                                raw("\tat L.main(L.java:1)"))),
                Arguments.of(
                        "npm-splunk-bunyan-logger.txt",
                        List.of(event(
                                1795426538_842_000_000L,
                                "message.name",
                                "my logger",
                                "message.pid",
                                27279L,
                                "message.temp",
                                "70F",
                                "message.msg",
                                "Chickens",
                                "message.v",
                                0L,
                                "severity",
                                "info",
                                "serverHost",
                                "vm",
                                "source",
                                "coop"))),
                Arguments.of(
                        "npm-splunk-logging.txt",
                        List.of(
                                event(
                                        1795426538_104_000_000L,
                                        "message.temp",
                                        "70F",
                                        "message.chickenCount",
                                        500L,
                                        "severity",
                                        "info",
                                        "serverHost",
                                        "farm.local",
                                        "source",
                                        "chicken coop",
                                        "parser",
                                        "httpevent",
                                        "index",
                                        "main"),
                                event(
                                        1795426538_104_000_000L,
                                        "message",
                                        "plain text \u00e9",
                                        "severity",
                                        "info",
                                        "serverHost",
                                        PEER),
                                event(
                                        1795426538_104_000_000L,
                                        "message.n",
                                        3L,
                                        "severity",
                                        "info",
                                        "serverHost",
                                        PEER))),
                Arguments.of(
                        "npm-winston-splunk-httplogger.txt",
                        List.of(
                                event(
                                        1795426540_127_000_000L,
                                        "message.msg",
                                        "hello",
                                        "message.meta.a",
                                        1L,
                                        "message.meta.b",
                                        "x",
                                        "message.meta.level",
                                        "info",
                                        "message.meta.message",
                                        "hello",
                                        "severity",
                                        "info",
                                        "serverHost",
                                        PEER,
                                        "source",
                                        "/var/log/app",
                                        "parser",
                                        "httpevent",
                                        "index",
                                        "main"),
                                event(
                                        1795426540_146_000_000L,
                                        "message.msg",
                                        "boom",
                                        "message.meta.message",
                                        "boom",
                                        "message.meta.level",
                                        "error",
                                        "severity",
                                        "error",
                                        "serverHost",
                                        PEER,
                                        "source",
                                        "/var/log/app",
                                        "parser",
                                        "httpevent",
                                        "index",
                                        "main"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void recordedRequests_areStoredAsTheirClientMeantThem(String file, List<Event> expected) throws Exception {
        Collector collector = new Collector();
        for (Capture capture : Capture.read(file)) {
            HttpReply reply = collector.send(request(capture));

            assertThat(reply.body()).as(capture.target()).isEqualTo(Collector.SUCCESS);
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(collector.events()).containsExactlyElementsOf(expected);
    }

    private static TestRequest request(Capture capture) {
        String[] target = capture.target().split("\\?", 2);
        TestRequest request = TestRequest.of(capture.method(), target[0]).anonymous();
        capture.headers().forEach(request::header);
        if (target.length == 2) {
            request.query(target[1]);
        }
        byte[] body = "gzip".equals(capture.headers().get("Content-Encoding"))
                ? Compressed.with(Codec.GZIP, capture.body())
                : capture.body();
        return capture.headers().containsKey("Transfer-Encoding") ? request.chunked(body) : request.body(body);
    }

    private static Event syslog(String line) {
        return event(1795426588_510_000_000L, "message", line, "serverHost", "localhost", "parser", "syslog");
    }

    private static Event fluentBit(long nanos) {
        return event(
                nanos,
                "message",
                "hello",
                "level",
                "INFO",
                "serverHost",
                "h1",
                "source",
                "src",
                "parser",
                "st",
                "index",
                "main");
    }

    private static Event dummy(long nanos) {
        return event(nanos, "message", "hello", "level", "INFO", "http.status", 200L, "serverHost", PEER);
    }

    private static Event logback(long nanos, String severity, String message) {
        return event(
                nanos,
                "severity",
                severity,
                "logger",
                "com.acme.X",
                "thread",
                "main",
                "message",
                message,
                "properties.user",
                "bob",
                "messageFormat",
                "text",
                "serverHost",
                "h1",
                "index",
                "main",
                "parser",
                "st1",
                "source",
                "src1");
    }

    private static Event raw(String line) {
        return event(
                "message",
                line,
                "serverHost",
                "h1",
                "source",
                "src1",
                "parser",
                "st1",
                "index",
                "main",
                "messageFormat",
                "text");
    }

    private static String exception(String type, String file) {
        return "{\"detailMessage\":\"x\",\"exceptionClass\":\"" + type + "\",\"fileName\":\"" + file
                + ".java\",\"methodName\":\"main\",\"lineNumber\":\"1\"}";
    }

    private static Event event(Object... namesAndValues) {
        List<Object> parts = new ArrayList<>(List.of(namesAndValues));
        long nanos = parts.get(0) instanceof Long ? (Long) parts.remove(0) : Collector.NOW_NANOS;
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            fields.put((String) parts.get(i), parts.get(i + 1));
        }
        return new Event(nanos, fields);
    }
}
