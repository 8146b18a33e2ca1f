package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hec.testing.ReceivedRequest;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {

    private static final String TOKEN = "s3cr3t-token-of-the-test";
    private static final String BASIC = "eDpzM2NyM3QtdG9rZW4tb2YtdGhlLXRlc3Q=";

    private final ScriptedCollector collector = ScriptedCollector.up();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws IOException {
        collector.close();
    }

    private int run(String... words) {
        return DoctorCommand.run(words, print(out), print(err));
    }

    /** Examines the scripted collector. */
    private int examine(String... further) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN);
        List<String> words =
                new ArrayList<>(List.of("doctor", "--url", collector.url(), "--token-file", file.toString()));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(TOKEN, BASIC);
        return text;
    }

    @Test
    void run_collectorIsWell_saysSoAndSendsMarkedEvents() throws IOException {
        assertThat(examine("--index", "main", "--fields", "env=prod")).isZero();

        assertThat(printed())
                .containsSubsequence(
                        "ok    configuration",
                        "ok    token",
                        "24 characters",
                        "ok    dns            127.0.0.1 is 127.0.0.1",
                        "ok    tcp            connected to 127.0.0.1 port",
                        "ok    health",
                        "ok    event          token and event accepted",
                        "HTTP 200, code 0: Success",
                        "ok    clock",
                        "ok    compression    gzip is taken",
                        "ok    compression    zstd is taken",
                        "info  event          3 test event(s) accepted",
                        "All well.");
        List<ReceivedRequest> events = collector.requests().stream()
                .filter(request -> !request.path().endsWith("/health"))
                .toList();
        assertThat(events)
                .extracting(request -> request.header("content-encoding"))
                .containsExactly("", "gzip", "zstd");
        assertThat(events).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/services/collector/event");
            assertThat(request.header("authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(request.events()).singleElement().satisfies(event -> {
                assertThat(event.at("/fields/hec.doctor").asText()).isEqualTo("true");
                assertThat(event.at("/fields/env").asText()).isEqualTo("prod");
                assertThat(event.at("/index").asText()).isEqualTo("main");
                assertThat(event.at("/event/message").asText()).contains("doctor");
            });
        });
    }

    @Test
    void run_health_getsNoToken() throws IOException {
        examine();

        assertThat(collector.requests().get(0).path()).isEqualTo("/services/collector/health");
        assertThat(collector.requests().get(0).headers()).doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'text':'Invalid data format','code':6} | HTTP 400, code 6         | check compression and url",
                "400 | what?                                 | HTTP 400: what?                  | cannot read the request",
                "401 | {'text':'Invalid authorization','code':3} | HTTP 401, code 3: Invalid authorization | authScheme",
                "403 | {'text':'Invalid token','code':4}     | HTTP 403, code 4: Invalid token  | the token is unknown",
                "403 | {'text':'Token disabled','code':1}    | HTTP 403, code 1: Token disabled | enable it",
                "404 | <html>nothing here</html>             | HTTP 404: <html>nothing          | check url",
                "400 | {'text':'Incorrect index','code':7}   | HTTP 400, code 7                 | correct index",
                "400 | {'text':'Data channel is missing','code':10} | HTTP 400, code 10         | set ack or channel",
                "413 | too large                             | HTTP 413: too large              | limits requests",
                "415 | no JSON here                          | HTTP 415: no JSON here           | does not take JSON",
                "503 | {'text':'Server is busy','code':9}    | HTTP 503, code 9                 | busy",
                "500 | oops                                  | HTTP 500: oops                   | in trouble",
                "429 | slow down                             | HTTP 429: slow down              | busy",
                "407 | proxy says no                         | HTTP 407                         | proxyUser"
            })
    void run_refused_tellsTheReplyAndWhatToDo(int status, String body, String told, String advice) throws IOException {
        collector.reply(ScriptedReply.of(404, ""));
        collector.reply(ScriptedReply.of(status, body.replace('\'', '"')));

        assertThat(examine()).isEqualTo(1);
        assertThat(printed())
                .containsSubsequence(
                        "info  health", "FAIL  event          not accepted: " + told, "-> ", advice, "Failed: event");
        assertThat(collector.requests()).as("nothing more is tried").hasSize(2);
    }

    @Test
    void run_redirect_isNotFollowedAndItsTargetShown() throws IOException {
        collector.reply(ScriptedReply.of(404, ""));
        collector.reply(new ScriptedReply(307, "", Map.of("Location", "https://new.example.com/" + TOKEN)));

        assertThat(examine()).isEqualTo(1);
        assertThat(printed()).contains("HTTP 307", "redirects to https://new.example.com/****");
    }

    @Test
    void run_serverRepeatsTheSecret_itIsNotPrinted() throws IOException {
        collector.reply(ScriptedReply.of(404, ""));
        collector.reply(ScriptedReply.of(403, "no such token: " + TOKEN + " " + BASIC));

        assertThat(examine("--auth-scheme", "Basic")).isEqualTo(1);
        assertThat(printed()).contains("no such token: **** ****");
    }

    @Test
    void run_successThatIsNoCollectors_isAWarning() throws IOException {
        collector.reply(ScriptedReply.of(404, ""));
        collector.reply(ScriptedReply.of(200, "<html>Please log in to the hotel's network</html>"));

        assertThat(examine()).isZero();
        assertThat(printed()).contains("warn  event", "not in a collector's words", "hotel");
    }

    @Test
    void run_compressionNotTaken_isAWarningAndTheOthersAreTried() throws IOException {
        collector.reply(ScriptedReply.of(503, ""));
        collector.reply(ScriptedReply.SUCCESS);
        collector.reply(ScriptedReply.SUCCESS);
        collector.reply(ScriptedReply.of(415, "unsupported"));

        assertThat(examine()).isZero();
        assertThat(printed())
                .containsSubsequence(
                        "warn  health",
                        "ok    compression    gzip is taken",
                        "warn  compression    zstd is not taken: HTTP 415: unsupported",
                        "-> the appender finds out by itself",
                        "2 test event(s) accepted");
    }

    @Test
    void run_ackWithoutChannel_sendsOneChannelOfItsOwn() throws IOException {
        examine("--ack");

        assertThat(collector.requests().stream().skip(1).map(request -> request.header("x-splunk-request-channel")))
                .hasSize(3)
                .allMatch(channel -> channel.length() == 36)
                .containsOnly(collector.requests().get(1).header("x-splunk-request-channel"));
    }

    @Test
    void run_raw_sendsALineWithItsMarkInTheAddress() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/services/collector/raw", exchange -> {
            received.add(exchange.getRequestURI().getRawQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            run(
                    "doctor",
                    "--url",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--token",
                    TOKEN,
                    "--mode",
                    "raw",
                    "--host",
                    "h",
                    "--source",
                    "a b&c");
        } finally {
            server.stop(0);
        }

        assertThat(received)
                .hasSize(3)
                .first()
                .isEqualTo("host=h&source=a%20b%26c&hec.doctor=true text/plain"
                        + " hec-appenders doctor: a test event, compression none\n");
    }

    @Test
    void run_rawAndAFieldThatItsAddressCannotCarry_isAWarning() throws IOException {
        run("doctor", "--url", collector.url(), "--token", TOKEN, "--mode", "raw", "--fields", "token=x");

        assertThat(printed()).contains("warn  configuration  fields: \"token\" cannot be a field of raw lines");
    }

    @Test
    void run_nobodyListens_failsAtTcp() throws IOException {
        String url;
        try (ScriptedCollector down = ScriptedCollector.down()) {
            url = down.url();
            assertThat(run("doctor", "--url", url, "--token-env", "PATH")).isEqualTo(1);
        }

        assertThat(printed())
                .containsSubsequence("ok    dns", "warn  tcp", "FAIL  tcp", "-> is the collector up", "Failed: tcp");
    }

    @Test
    void run_noToken_examinesTheWayAllTheSame() throws IOException {
        assertThat(run("doctor", "--url", collector.url(), "--token-env", "HEC_NO_SUCH_VARIABLE"))
                .isEqualTo(1);

        assertThat(printed())
                .containsSubsequence(
                        "FAIL  token",
                        "HEC_NO_SUCH_VARIABLE",
                        "ok    tcp",
                        "ok    health",
                        "info  event          not sent");
        assertThat(collector.requests()).hasSize(1);
    }

    @Test
    void run_tokenOnTheCommandLine_isAdvisedAgainst() throws IOException {
        assertThat(run("doctor", "--url", collector.url(), "--token", TOKEN)).isZero();
        assertThat(printed()).contains("warn  configuration  --token on a command line can be read by every user");
    }

    @Test
    void run_senselessSettings_tellsAllOfThem() {
        assertThat(run("doctor", "--url", "ftp://x", "--linger", "soon")).isEqualTo(1);
        assertThat(printed())
                .containsSubsequence(
                        "FAIL  configuration  url:",
                        "FAIL  configuration  linger:",
                        "FAIL  configuration  token is missing")
                .doesNotContain("tcp");
    }

    @Test
    void run_senselessCommandLine_isUsage() {
        assertThat(run("doctor", "--nose", "long")).isEqualTo(2);
        assertThat(printed()).startsWith("doctor: there is no option --nose");
        assertThat(out.size()).isZero();
    }

    @Test
    void run_help_endsWell() {
        assertThat(run("--help")).isZero();
        assertThat(printed()).startsWith("Usage: java -jar hec-core.jar doctor");
    }

    @Test
    void run_severalAddresses_examinesEach() throws IOException {
        try (ScriptedCollector second = ScriptedCollector.up()) {
            assertThat(run("doctor", "--url", collector.url() + "," + second.url(), "--token", TOKEN))
                    .isZero();
            assertThat(second.requests()).hasSize(4);
        }
        assertThat(collector.requests()).hasSize(4);
        assertThat(printed()).contains("info  address        " + collector.url());
    }

    @Test
    void run_severalAddressesOfWhichOneFails_examinesEachAndNamesThatOne() throws IOException {
        try (ScriptedCollector refusing = ScriptedCollector.up()) {
            refusing.requireToken("another");
            String[] words = {"doctor", "--url", refusing.url() + "," + collector.url(), "--token", TOKEN};
            assertThat(run(words)).isEqualTo(1);

            assertThat(collector.requests()).hasSize(4);
            assertThat(printed())
                    .containsSubsequence(
                            "info  address        " + refusing.url(),
                            "FAIL  event          not accepted: HTTP 403, code 4",
                            "info  address        " + collector.url(),
                            "ok    event",
                            "Failed at " + refusing.url() + ": event: not accepted: HTTP 403, code 4");
        }
    }

    @Test
    void run_channelAndScheme_areThoseOfTheSettings() throws IOException {
        String channel = "8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b";
        assertThat(examine("--channel", channel, "--auth-scheme", "Splunk")).isZero();

        assertThat(collector.requests().stream().skip(1)).hasSize(3).allSatisfy(request -> {
            assertThat(request.header("x-splunk-request-channel")).isEqualTo(channel);
            assertThat(request.header("authorization")).isEqualTo("Splunk " + TOKEN);
        });
        assertThat(collector.requests().stream().skip(1).map(request -> request.header("x-hec-batch")))
                .as("a receiver that knows it must not take one test event for another")
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{16}-[123]"));
    }

    @Test
    void run_withoutLibraries_checksWhatItCan() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "a.e30.c");
        URL classes = DoctorCommand.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Object code = Class.forName(DoctorCommand.class.getName(), true, alone)
                    .getMethod("run", String[].class, PrintStream.class, PrintStream.class)
                    .invoke(
                            null,
                            new String[] {"doctor", "--url", collector.url(), "--token-file", file.toString()},
                            print(out),
                            print(err));
            assertThat(code).as(printed()).isEqualTo(0);
        }
        assertThat(printed())
                .contains(
                        "jackson-core is not beside this jar",
                        "zstd-jni is not beside this jar",
                        "{\"text\":\"Success\",\"code\":0}",
                        "gzip is taken",
                        "2 test event(s)",
                        "All well.")
                .doesNotContain("collector's words");
    }

    @Test
    void libraries_besideTheJar_areFound() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home/lib")).getParent();
        Path classes = copyClasses(home.resolve("classes"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("jackson-core-")) {
                Files.copy(Path.of(entry), home.resolve(name));
            } else if (name.startsWith("zstd-jni-")) {
                Files.copy(Path.of(entry), home.resolve("lib").resolve(name));
            }
        }
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> main = Class.forName(Main.class.getName(), true, alone);
            var beside = Class.forName(Libraries.class.getName(), true, alone).getDeclaredMethod("beside", Class.class);
            beside.setAccessible(true);
            try (URLClassLoader found = (URLClassLoader) beside.invoke(null, main)) {
                assertThat(found.getURLs())
                        .extracting(url -> Path.of(url.getPath()).getFileName().toString())
                        .anyMatch(name -> name.startsWith("jackson-core-"))
                        .anyMatch(name -> name.startsWith("zstd-jni-"));
            }
        }
    }

    private static Path copyClasses(Path target) throws Exception {
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path own = Path.of("dev", "hec", "doctor");
        Files.createDirectories(target.resolve(own));
        for (String name : List.of("Main.class", "Libraries.class", "DoctorCommand.class")) {
            Files.copy(classes.resolve(own).resolve(name), target.resolve(own).resolve(name));
        }
        return target;
    }
}
