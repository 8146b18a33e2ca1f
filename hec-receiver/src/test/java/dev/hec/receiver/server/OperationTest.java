package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.metrics.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of a receiver, on a real disk and over real HTTP. */
@Timeout(60)
class OperationTest {

    private static final Pattern LINE = Pattern.compile("([a-z_]+)(\\{[^}]*})? (-?[0-9.]+|NaN|[+-]Inf)");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        server = open("data");
    }

    private ReceiverServer open(String name) throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve(name))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(
                        Setting.ACCESS_LOG,
                        directory.resolve(name + "-logs/access.log").toString());
        return ReceiverServer.open(settings, DefaultStorage.OPENER, directory.resolve(name + "-tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer t");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private void post(String path, String body) throws Exception {
        client.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private String raw(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void metrics_afterSomeRequests_tellOfThem() throws Exception {
        post("/services/collector", "{\"event\":1}{\"event\":2}");
        post("/services/collector/raw", "line");
        post("/services/collector", "{\"event\":null}");
        get("/api/events?q=x");
        raw("nonsense\r\n\r\n");

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type.replace(" ", ""))
                        .isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8"));
        assertThat(response.body())
                .contains(
                        "hec_receiver_events_total 3\n",
                        "hec_receiver_refused_total{code=\"12\"} 1\n",
                        "hec_receiver_http_requests_total{endpoint=\"api\",status=\"200\"} 1\n",
                        "hec_receiver_http_requests_total{endpoint=\"event\",status=\"200\"} 1\n",
                        "hec_receiver_http_requests_total{endpoint=\"event\",status=\"400\"} 1\n",
                        "hec_receiver_http_requests_total{endpoint=\"other\",status=\"400\"} 1\n",
                        "hec_receiver_http_request_seconds_count{endpoint=\"raw\"} 1\n",
                        "hec_receiver_http_running 1\n",
                        "hec_receiver_storage_healthy 1\n",
                        "hec_receiver_build_info{version=\"");
        assertThat(response.body().lines().filter(line -> !line.startsWith("#")))
                .as("the format")
                .allMatch(line -> LINE.matcher(line).matches());
        assertThat(value(response.body(), "hec_receiver_journal_bytes")).isPositive();
        assertThat(value(response.body(), "hec_receiver_index_bytes")).isPositive();
        assertThat(value(response.body(), "hec_receiver_disk_free_bytes")).isPositive();
        assertThat(value(response.body(), "jvm_threads_current")).isPositive();
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Bearer wrong, 403",
        "GET, '', 401",
        "POST, Bearer t, 405",
        "HEAD, Bearer t, 200",
        "OPTIONS, '', 200"
    })
    void metrics_areForThoseWhoMaySearch(String method, String authorization, int status) throws Exception {
        String header = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";

        assertThat(raw(method + " /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n"))
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("hec_receiver_events_total");
    }

    @Test
    void jmx_showsTheSameRowsUntilTheStop_forEachReceiver() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.hec:type=HecReceiver,name=\"port " + server.port() + "\"");
        post("/services/collector", "{\"event\":1}");
        try (ReceiverServer second = open("second")) {
            ObjectName other = new ObjectName("dev.hec:type=HecReceiver,name=\"port " + second.port() + "\"");

            assertThat(beans.getAttribute(name, "EventsTotal")).isEqualTo(1L);
            assertThat(beans.getAttribute(other, "EventsTotal")).isEqualTo(0L);
            assertThat(Stream.of(beans.getMBeanInfo(name).getAttributes()).map(row -> row.getName()))
                    .containsExactlyElementsOf(server.receiver().metrics().stream()
                            .map(Metric::attribute)
                            .toList());
        }
        server.close();

        assertThat(beans.queryNames(new ObjectName("dev.hec:type=HecReceiver,*"), null))
                .doesNotContain(name);
    }

    @Test
    void accessLog_hasALineForEachRequest_alsoForThoseThatTomcatRefuses() throws Exception {
        post("/services/collector?token=s3cret", "{\"event\":1}");
        post("/services/collector/event?index=main", "{\"event\":1}{\"event\":2}");
        get("/api/events");
        raw("GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n");
        server.close();

        List<String> lines = Files.readAllLines(directory.resolve("data-logs/access.log"));
        assertThat(lines).hasSize(4).noneMatch(line -> line.contains("s3cret"));
        assertThat(lines.get(0)).contains("\"POST /services/collector?token=**** HTTP/1.1\" 400 ");
        assertThat(lines.get(1))
                .startsWith("127.0.0.1 - ")
                .contains("\"POST /services/collector/event?index=main HTTP/1.1\" 200 27 \"-\" \"Java-http-client")
                .endsWith(" 22 2");
        // A line is written after the reply is sent, so those of two connections may change places.
        List<String> others = lines.subList(2, 4);
        assertThat(others)
                .filteredOn(line -> line.contains("\"GET /api/events HTTP/1.1\" 200 ") && line.endsWith(" 0 0"))
                .hasSize(1);
        assertThat(others).filteredOn(line -> line.contains("\" 400 ")).hasSize(1);
    }

    @Test
    void files_alsoInDirectoriesThatOthersMayEnter_areForTheirOwnerOnly() throws Exception {
        server.close();
        FileAttribute<Set<PosixFilePermission>> forAll =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(directory.resolve("made-by-hand"), forAll);
        Path logs = Files.createDirectory(directory.resolve("made-by-hand-logs"), forAll);
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, data)
                .with(Setting.PORT, 0)
                .with(Setting.PORT_FILE, logs.resolve("port"))
                .with(Setting.ACCESS_LOG, logs.resolve("access.log").toString());
        server = ReceiverServer.open(settings, DefaultStorage.OPENER, directory.resolve("tomcat"));
        String token = Files.readString(data.resolve("token")).strip();
        HttpRequest.Builder request = request("/services/collector").setHeader("Authorization", "Bearer " + token);
        client.send(
                request.header("X-Hec-Batch", "a-1")
                        .POST(BodyPublishers.ofString("{\"event\":1}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(logs.resolve("port")).exists();

        assertThat(openToOthers(data)).isEmpty();
        assertThat(openToOthers(logs)).isEmpty();
        server.close();
        assertThat(openToOthers(data)).isEmpty();
        assertThat(openToOthers(logs)).isEmpty();
    }

    @Test
    void directories_thatAreMade_areForTheirOwnerOnly() throws Exception {
        assertThat(openToOthers(directory)).doesNotContain("data", "data-logs");
    }

    /** What is in a directory that others may use; what lies deeper is out of reach where that is not open itself. */
    private static List<String> openToOthers(Path directory) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(entry))
                        .endsWith("------")) {
                    open.add(entry.getFileName().toString());
                }
            }
        }
        return open;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /services/collector/health",
                "POST /services/collector",
                "GET /api/events",
                "GET /metrics",
                "GET /nothing",
                "GET /nothing/\u0001",
                "TRACE /"
            })
    void reply_ofTheApi_hasTheHeadersThatAScanExpects(String request) throws Exception {
        String head = head(request);

        assertThat(head)
                .contains(
                        "\nContent-Security-Policy: default-src 'none'; ",
                        "frame-ancestors 'none'",
                        "\nX-Content-Type-Options: nosniff\n",
                        "\nX-Frame-Options: DENY\n",
                        "\nReferrer-Policy: no-referrer\n",
                        "\nPermissions-Policy: ",
                        "\nCross-Origin-Resource-Policy: same-origin\n",
                        "\nCache-Control: no-store\n")
                .doesNotContain("unsafe", "Server:", "X-Powered-By", "Strict-Transport-Security", "Tomcat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "GET /page/app.js"})
    void reply_ofThePage_mayLoadItsOwnFilesOnly(String request) throws Exception {
        String head = head(request);

        Matcher policy = Pattern.compile("\nContent-Security-Policy: ([^\n]*)").matcher(head);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1).split("; "))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'");
        assertThat(head).doesNotContain("unsafe", "Server:").contains("\nX-Content-Type-Options: nosniff\n");
    }

    private String head(String request) throws IOException {
        String response = raw(request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return response.substring(0, response.indexOf("\r\n\r\n") + 2).replace("\r\n", "\n");
    }
}
