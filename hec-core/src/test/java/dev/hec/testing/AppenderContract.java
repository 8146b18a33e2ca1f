package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.settings.HecSetting;
import dev.hec.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an appender promises, whatever its framework; each adapter's tests inherit it. */
public abstract class AppenderContract {

    /** Unlike any other text, so that a leak is found by searching. */
    protected static final String TOKEN = "s3cr3t-t0k3n-0123456789";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Logback repeats the value of a variable in its status, unless the variable's name says that it is a secret. */
    private static final String TOKEN_PROPERTY = "hec.contract.secret";

    /** For configuration and token files. */
    @TempDir
    protected Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AppenderHost> hosts = new ArrayList<>();

    /** A configuration in the framework's XML: an appender with options and fields, for all levels of all loggers. */
    protected abstract String xml(Map<String, String> options, Map<String, String> fields);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    /** How the configuration refers to a system property. */
    protected abstract String systemProperty(String name);

    /** How the configuration refers to an environment variable. */
    protected abstract String environmentVariable(String name);

    /** The option of the JVM that makes the framework read a file. */
    protected abstract String configurationOption(Path configuration);

    /** A main class that logs "goodbye" at INFO and ends without stopping the framework. */
    protected abstract Class<?> application();

    /** Part of what the framework itself says about an option it does not know. */
    protected abstract String unknownOption(String name);

    @AfterEach
    void closeAndSearchForToken() throws Exception {
        for (AppenderHost host : hosts) {
            host.close();
        }
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        System.clearProperty(TOKEN_PROPERTY);
        for (AppenderHost host : hosts) {
            assertThat(host.status().containing(TOKEN))
                    .as("status messages with the token")
                    .isEmpty();
        }
    }

    private ScriptedCollector collector() {
        return opened(ScriptedCollector.up());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** Options that work, and work fast. */
    protected static Map<String, String> options(String url) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("token", TOKEN);
        options.put("linger", "10ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "20ms");
        options.put("parkInterval", "20ms");
        return options;
    }

    private static Map<String, String> with(Map<String, String> options, String name, @Nullable String value) {
        if (value == null) {
            options.remove(name);
        } else {
            options.put(name, value);
        }
        return options;
    }

    private AppenderHost configure(Map<String, String> options) throws IOException {
        return configure(options, Map.of());
    }

    /** Starts a framework whose configuration has these options and fields; closed after the test. */
    protected AppenderHost configure(Map<String, String> options, Map<String, String> fields) throws IOException {
        AppenderHost host = start(write(options, fields));
        hosts.add(host);
        return host;
    }

    private Path write(Map<String, String> options, Map<String, String> fields) throws IOException {
        return Files.writeString(directory.resolve("logging.xml"), xml(options, fields));
    }

    private static JsonNode event(ScriptedCollector collector) {
        return collector.awaitEvents(1).get(0).path("event");
    }

    private static List<String> messages(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("event").path("message").asText())
                .toList();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    @Test
    void message_fromXmlFile_arrivesWithItsOrigin() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        long before = System.currentTimeMillis();
        host.log("INFO", "hello {}, \u00fc\u20ac\ud83d\ude00", "world");
        long after = System.currentTimeMillis();

        JsonNode event = event(collector);
        assertThat(event.path("message").asText()).isEqualTo("hello world, \u00fc\u20ac\ud83d\ude00");
        assertThat(event.path("severity").asText()).isEqualTo("INFO");
        assertThat(event.path("logger").asText()).isEqualTo("test.Logger");
        assertThat(event.path("thread").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(event.has("mdc")).isFalse();
        assertThat(event.has("markers")).isFalse();
        assertThat(event.has("exception")).isFalse();
        assertThat(collector
                        .events()
                        .get(0)
                        .path("time")
                        .decimalValue()
                        .movePointRight(3)
                        .longValueExact())
                .isBetween(before, after);
        assertThat(collector.requests().get(0).path()).isEqualTo("/services/collector/event");
        assertThat(collector.requests().get(0).header("authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
    void severity_ofEachLevel_isItsName(String level) throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        host.log(level, "m");

        assertThat(event(collector).path("severity").asText()).isEqualTo(level);
    }

    @Test
    void context_ofTheThread_arrivesAsObject() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        host.logWithContext(Map.of("user", "u1", "message", "not the message"), "m");

        JsonNode event = event(collector);
        assertThat(event.path("mdc").path("user").asText()).isEqualTo("u1");
        assertThat(event.path("mdc").path("message").asText()).isEqualTo("not the message");
        assertThat(event.path("message").asText()).isEqualTo("m");
    }

    @Test
    void marker_withParent_bothArrive() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        host.logWithMarker("PAYMENT", "AUDIT", "m");

        assertThat(StreamSupport.stream(event(collector).path("markers").spliterator(), false)
                        .map(JsonNode::asText))
                .containsExactly("PAYMENT", "AUDIT");
    }

    @Test
    void pairs_ofEveryType_keepTheirJsonType() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));
        Map<String, Object> pairs = new LinkedHashMap<>();
        pairs.put("text", "a\"b");
        pairs.put("count", 7);
        pairs.put("big", Long.MAX_VALUE);
        pairs.put("ratio", 0.5);
        pairs.put("done", true);
        pairs.put("severity", "mine");

        host.logPairs(pairs);

        JsonNode event = event(collector);
        assertThat(event.path("text").textValue()).isEqualTo("a\"b");
        assertThat(event.path("count").isInt()).isTrue();
        assertThat(event.path("count").intValue()).isEqualTo(7);
        assertThat(event.path("big").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(event.path("ratio").doubleValue()).isEqualTo(0.5);
        assertThat(event.path("done").isBoolean()).isTrue();
        assertThat(event.path("severity").textValue()).isEqualTo("INFO");
        assertThat(event.path("kv.severity").textValue()).isEqualTo("mine");
    }

    @Test
    void exception_withCauseAndSuppressed_arrivesWithFullStack() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));
        IllegalStateException thrown = new IllegalStateException("outer", new IOException("inner"));
        thrown.addSuppressed(new ArithmeticException("beside"));

        host.logException("failed", thrown);

        JsonNode exception = event(collector).path("exception");
        assertThat(exception.path("class").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(exception.path("message").asText()).isEqualTo("outer");
        assertThat(exception.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("exception_withCauseAndSuppressed_arrivesWithFullStack")
                .contains("Caused by: java.io.IOException: inner")
                .contains("Suppressed: java.lang.ArithmeticException: beside");
        assertThat(event(collector).path("severity").asText()).isEqualTo("ERROR");
    }

    @Test
    void envelope_withMetadataAndFields_carriesThem() throws Exception {
        ScriptedCollector collector = collector();
        Map<String, String> options = options(collector.url());
        options.put("host", "h1");
        options.put("source", "s1");
        options.put("sourcetype", "t1");
        options.put("index", "i1");
        options.put("fields", "env=test, region=eu");
        AppenderHost host = configure(options, Map.of("env", "prod", "team", "blue & <green>"));

        host.log("INFO", "m");

        JsonNode envelope = collector.awaitEvents(1).get(0);
        assertThat(envelope.path("host").asText()).isEqualTo("h1");
        assertThat(envelope.path("source").asText()).isEqualTo("s1");
        assertThat(envelope.path("sourcetype").asText()).isEqualTo("t1");
        assertThat(envelope.path("index").asText()).isEqualTo("i1");
        assertThat(envelope.path("fields").path("env").asText()).isEqualTo("prod");
        assertThat(envelope.path("fields").path("region").asText()).isEqualTo("eu");
        assertThat(envelope.path("fields").path("team").asText()).isEqualTo("blue & <green>");
    }

    @ParameterizedTest
    @CsvSource({"none,''", "gzip,gzip", "zstd,zstd"})
    void compression_asConfigured_isUsed(String compression, String contentEncoding) throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(with(options(collector.url()), "compression", compression));

        host.log("INFO", "m");

        assertThat(event(collector).path("message").asText()).isEqualTo("m");
        assertThat(collector.requests().get(0).header("content-encoding")).isEqualTo(contentEncoding);
    }

    @Test
    void token_fromVariable_isSent() throws Exception {
        ScriptedCollector collector = collector();
        System.setProperty(TOKEN_PROPERTY, TOKEN);
        AppenderHost host = configure(with(options(collector.url()), "token", systemProperty(TOKEN_PROPERTY)));

        host.log("INFO", "m");

        assertThat(collector.awaitRequests(1).get(0).header("authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void token_fromVariableWithoutValue_isToldAndAppenderInactive() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(with(options(collector.url()), "token", systemProperty(TOKEN_PROPERTY)));

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("token: a variable in it has no value"))
                .hasSize(1);
    }

    @Test
    void application_thatEndsWithoutStopping_deliversWithTokenOfEnvironment() throws Exception {
        ScriptedCollector collector = collector();
        Map<String, String> options = options(environmentVariable("COLLECTOR_URL"));
        options.put("token", environmentVariable("COLLECTOR_TOKEN"));
        options.put("linger", "10min");
        Path configuration = write(options, Map.of());

        ChildJvm application = ChildJvm.run(
                directory,
                application(),
                Map.of("COLLECTOR_URL", collector.url(), "COLLECTOR_TOKEN", TOKEN),
                configurationOption(configuration));

        assertThat(application.exitCode()).as(application.output()).isZero();
        assertThat(application.output()).doesNotContain(TOKEN);
        assertThat(messages(collector.events())).as(application.output()).containsExactly("goodbye");
        assertThat(collector.requests().get(0).header("authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void collector_downAtStart_getsEventsOnceItIsUp() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        AppenderHost host = configure(options(collector.url()));

        numbered(100).forEach(message -> host.log("INFO", message));
        host.status().await("failed: ");
        collector.start();

        assertThat(messages(collector.awaitEvents(100))).isEqualTo(numbered(100));
        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(host.tally().delivered()).isEqualTo(100);
        assertThat(host.tally().dropped()).isZero();
    }

    @Test
    void collector_busyOnce_getsEventsOnce() throws Exception {
        ScriptedCollector collector = collector();
        collector.reply(ScriptedReply.BUSY);
        AppenderHost host = configure(options(collector.url()));

        numbered(10).forEach(message -> host.log("INFO", message));

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector.events())).isEqualTo(numbered(10));
    }

    @Test
    void token_wrongThenMended_isToldOnceAndNothingIsLost() throws Exception {
        ScriptedCollector collector = collector();
        collector.requireToken(TOKEN);
        Path tokenFile = Files.writeString(directory.resolve("token"), "wrong-" + TOKEN.hashCode());
        Map<String, String> options = with(options(collector.url()), "token", null);
        options.put("tokenFile", tokenFile.toString());
        AppenderHost host = configure(options);

        numbered(5).forEach(message -> host.log("INFO", message));
        collector.awaitRequests(4);
        Files.move(
                Files.writeString(directory.resolve("token.new"), TOKEN + "\n"),
                tokenFile,
                StandardCopyOption.ATOMIC_MOVE);

        assertThat(messages(collector.awaitEvents(5))).isEqualTo(numbered(5));
        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(host.tally().dropped()).isZero();
        assertThat(host.status().containing("Invalid token"))
                .singleElement()
                .asString()
                .containsIgnoringCase("check url and token");
    }

    @Test
    void options_ofTheWholeTable_areAccepted() throws Exception {
        ScriptedCollector collector = collector();
        Map<String, String> options = options(collector.url());
        options.put("authScheme", "Splunk");
        options.put("allowPlainHttp", "false");
        options.put("host", "h");
        options.put("source", "s");
        options.put("sourcetype", "t");
        options.put("index", "i");
        options.put("fields", "a=b");
        options.put("batchBytes", "500KB");
        options.put("batchEvents", "100");
        options.put("bufferBytes", "4MB");
        options.put("overflow", "block");
        options.put("maxBlock", "100ms");
        options.put("compression", "gzip");
        options.put("compressionLevel", "1");
        options.put("maxInFlight", "2");
        options.put("connectTimeout", "1s");
        options.put("requestTimeout", "10s");
        options.put("retryFor", "1min");
        options.put("maxPause", "1s");
        options.put("drainTimeout", "2s");
        options.put("urlStrategy", "roundRobin");
        options.put("mode", "event");
        options.put("httpVersion", "1.1");
        options.put("ack", "off");
        options.put("ackTimeout", "1min");
        options.put("ackInterval", "1s");
        options.put("channel", "8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b");
        options.put("eventId", "on");
        options.put("spoolDir", directory.resolve("spool").toString());
        options.put("spoolBytes", "4MB");
        options.put("fsync", "seal");
        options.put("deadLetterDir", directory.resolve("dead").toString());
        options.put("deadLetterBytes", "1MB");
        options.put("requestsPerSecond", "100");
        options.put("bytesPerSecond", "100MB");
        options.put("headers", "X-Tenant=blue");
        options.put("fieldPreset", "sdl");
        options.put("fieldNames", "thread=worker");
        options.put("include", "levelValue");
        options.put("mdcInclude", "*");
        options.put("mdcExclude", "secret");
        options.put("mdcRename", "uid=user");
        options.put("mdcPrefix", "ctx_");
        options.put("mdcTypes", "*_ms=long");
        options.put("stackOrder", "rootFirst");
        options.put("stackExclude", "org.junit.*");
        options.put("stackBytes", "32KB");
        options.put("maskFields", "password");
        options.put("maskPattern", "hunter[0-9]");
        options.put("layoutFormat", "auto");
        Set<String> names = new HashSet<>(options.keySet());
        // Tested where they can do something: they exclude others, or need a proxy or TLS.
        names.addAll(List.of("tokenFile", "tokenEnv", "tokenProvider", "proxy", "proxyUser", "proxyPassword"));
        names.addAll(List.of("tlsTrust", "tlsTrustPassword", "tlsKey", "tlsKeyPassword", "tlsPins"));
        assertThat(names)
                .as("options of this test")
                .containsExactlyInAnyOrderElementsOf(
                        HecSetting.ALL.stream().map(Setting::name).toList());
        AppenderHost host = configure(options);

        host.log("INFO", "m");

        assertThat(event(collector).path("message").asText()).isEqualTo("m");
        assertThat(collector.requests().get(0).header("authorization")).isEqualTo("Splunk " + TOKEN);
        names.forEach(name ->
                assertThat(host.status().containing(unknownOption(name))).isEmpty());
    }

    @Test
    void option_unknown_isNamedByTheFramework() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(with(options(collector.url()), "batchBites", "1MB"));

        host.log("INFO", "m");

        assertThat(host.status().containing(unknownOption("batchBites"))).isNotEmpty();
        assertThat(event(collector).path("message").asText()).isEqualTo("m");
    }

    @Test
    void options_wrong_areToldTogetherWithTheFixAndAppenderInactive() throws Exception {
        Map<String, String> options = options("https:/missing.slash");
        options.put("batchBytes", "1 bag");
        options.put("linger", "5");
        options.put("compression", "lzma");
        options.put("fieldNames", "masage=msg");
        options.put("mdcTypes", "*_ms=int");
        options.put("disableCertificateValidation", "true");
        AppenderHost host = configure(options);

        host.log("ERROR", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("7 problems"))
                .singleElement()
                .asString()
                .contains(
                        "HEC",
                        "url: \"https:/missing.slash\" names no host; expected an address such as https://",
                        "batchBytes: \"1 bag\" has an unknown unit; expected bytes from 1KB to 10MB",
                        "linger: \"5\" has no unit; expected a duration with its unit",
                        "compression: \"lzma\" is none of these; expected one of zstd, gzip, none",
                        "fieldNames: \"masage=msg\" has \"masage\", which is none of these; expected pairs such as",
                        "mdcTypes: \"*_ms=int\" has \"int\", which is none of these; expected pairs such as",
                        "disableCertificateValidation: \"true\"",
                        "tlsTrust");
        assertThat(host.tally().admitted()).isZero();
    }

    /** Settings whose texts no status may show, with one of their own each. */
    private static Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (Setting<?> setting : HecSetting.ALL) {
            if (setting.secret()) {
                secrets.put(setting.name(), "s3cr3t-0f-" + setting.name());
            }
        }
        return secrets;
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void secrets_whetherTheRestWorksOrNot_areInNoStatus(boolean works) throws Exception {
        ScriptedCollector collector = collector();
        Map<String, String> secrets = secrets();
        assertThat(secrets).containsKeys("token", "proxyPassword", "tlsTrustPassword", "tlsKeyPassword", "headers");
        Map<String, String> options = options(collector.url());
        options.putAll(secrets);
        if (works) {
            options.put("headers", "X-Key=" + secrets.get("headers"));
            options.put("proxyUser", "u");
        } else {
            options.put("overflow", "explode");
        }
        AppenderHost host = configure(options);

        host.log("INFO", "m");
        host.close();

        if (works) {
            assertThat(collector.requests().get(0).header("authorization")).endsWith(secrets.get("token"));
        } else {
            assertThat(host.status().containing("headers: **** has a part without name="))
                    .hasSize(1);
        }
        assertThat(host.status().messages()).as("what the framework tells").isNotEmpty();
        secrets.values()
                .forEach(secret ->
                        assertThat(host.status().containing(secret)).as(secret).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:%s@collector.example", "https://collector.example/?token=%s"})
    void secret_inAnAddress_isInNoStatus(String address) throws Exception {
        // The test ends with a search for the token.
        AppenderHost host = configure(with(options("https://replaced"), "url", address.formatted(TOKEN)));

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("is inactive")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "htps://collector.example, does not start with http:// or https://",
        "https://, is not a URL",
        "not a url, is not a URL",
        "http://collector.example, use https",
        ", url is missing"
    })
    void url_thatCannotWork_isToldAndAppenderInactive(@Nullable String url, String problem) throws Exception {
        AppenderHost host = configure(with(options("https://replaced"), "url", url));

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing(problem)).hasSize(1);
        assertThat(host.tally().admitted()).isZero();
    }

    @Test
    void token_missing_isToldAndAppenderInactive() throws Exception {
        AppenderHost host = configure(with(options("https://collector.example"), "token", null));

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("token is missing; give token, tokenFile"))
                .hasSize(1);
    }

    @Test
    void tokenFile_missing_isToldAndAppenderInactive() throws Exception {
        Map<String, String> options = with(options("https://collector.example"), "token", null);
        options.put("tokenFile", directory.resolve("absent").toString());
        AppenderHost host = configure(options);

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("cannot read the token file")).hasSize(1);
    }

    @Test
    void argument_whoseToStringThrows_doesNotStopItsEvent() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        host.log("INFO", "before {} after", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        });

        assertThat(event(collector).path("message").asText())
                .startsWith("before ")
                .endsWith(" after");
    }

    @Test
    void argument_whoseToStringLogs_doesNotRecurse() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));
        Object argument = new Object() {
            @Override
            public String toString() {
                host.log("INFO", "inner");
                return "text";
            }
        };

        host.log("INFO", "outer {}", argument);

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector.events())).containsOnlyOnce("outer text");
        // Log4j may have taken the text before it asks us, and then the inner event is one like any other.
        assertThat(collector.events()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void deliveryThread_thatLogs_isNotFedBack() throws Exception {
        ScriptedCollector collector = collector();
        IntStream.range(0, 3).forEach(i -> collector.reply(ScriptedReply.of(500, "trouble " + i)));
        AppenderHost host = configure(options(collector.url()));
        host.status().listen(message -> {
            if (message.contains(" failed: ")) {
                host.log("WARN", "about delivery");
            }
        });

        host.log("INFO", "m");

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector.events())).containsExactly("m");
        assertThat(host.tally().refused(Admission.RECURSIVE)).isPositive();
    }

    @Test
    void stop_withEventsWaiting_deliversThem() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(with(options(collector.url()), "linger", "10min"));

        numbered(1000).forEach(message -> host.log("INFO", message));
        host.close();

        assertThat(messages(collector.events())).isEqualTo(numbered(1000));
        assertThat(host.tally().delivered()).isEqualTo(1000);
        assertThat(host.active()).isFalse();
    }

    @Test
    void stop_withCollectorDown_endsInTimeAndCountsTheLoss() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        assertStopEndsInTime(collector.url());
    }

    @Test
    void stop_withSilentCollector_endsInTimeAndCountsTheLoss() throws Exception {
        assertStopEndsInTime(opened(SilentCollector.open()).url());
    }

    private void assertStopEndsInTime(String url) throws IOException {
        AppenderHost host = configure(with(options(url), "drainTimeout", "300ms"));
        numbered(10).forEach(message -> host.log("INFO", message));

        Instant before = Instant.now();
        host.close();
        Duration taken = Duration.between(before, Instant.now());

        assertThat(taken).isLessThan(Duration.ofMillis(1800));
        assertThat(host.tally().dropped(DropReason.SHUTDOWN)).isEqualTo(10);
        assertThat(host.status().containing("10 event(s) undelivered")).hasSize(1);
    }

    @Test
    void reconfigure_betweenEvents_losesNothing() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));

        for (int i = 0; i < 300; i++) {
            if (i % 100 == 99) {
                host.reconfigure();
            }
            host.log("INFO", "event " + i);
        }

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector.events())).isEqualTo(numbered(300));
    }

    @Test
    void reconfigure_toOtherOptions_losesNothing() throws Exception {
        ScriptedCollector collector = collector();
        Map<String, String> options = with(options(collector.url()), "linger", "10min");
        AppenderHost host = configure(options);

        host.log("INFO", "event 0");
        write(with(options, "source", "changed"), Map.of());
        host.reconfigure();
        host.log("INFO", "event 1");

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector.events())).containsExactly("event 0", "event 1");
        assertThat(collector.events().get(0).has("source")).isFalse();
        assertThat(collector.events().get(1).path("source").asText()).isEqualTo("changed");
    }

    @Test
    void stop_ofTheFramework_leavesNoThreadBehind() throws Exception {
        ScriptedCollector collector = collector();
        AppenderHost host = configure(options(collector.url()));
        host.log("INFO", "m");
        collector.awaitEvents(1);
        assertThat(deliveryThreads()).isNotEmpty();

        host.close();

        // A worker of the HTTP client has been told to end, and needs a moment.
        Awaitility.await().atMost(PATIENCE).until(() -> deliveryThreads().isEmpty());
    }

    private static List<String> deliveryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hec-HEC"))
                .toList();
    }
}
