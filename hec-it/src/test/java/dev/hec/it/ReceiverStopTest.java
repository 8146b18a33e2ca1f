package dev.hec.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver as a process with a settings file, stopped by SIGTERM in the middle of a request. */
@Timeout(120)
class ReceiverStopTest {

    private static final String TOKEN = "stop-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private SSLContext trusting;

    @Test
    void sigterm_whileARequestRunsOverTls_finishesItRefusesOthersAndKeepsTheEvents() throws Exception {
        Path config = config(true);
        try (ApplicationProcess receiver = start(config)) {
            URI url = url(receiver);
            assertThat(url.getScheme()).isEqualTo("https");
            try (Socket socket = trusting.getSocketFactory().createSocket("127.0.0.1", url.getPort())) {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                send(
                        socket,
                        "POST /services/collector HTTP/1.1\r\nHost: x\r\nAuthorization: Splunk " + TOKEN
                                + "\r\nContent-Length: 22\r\nExpect: 100-continue\r\n\r\n");
                assertThat(in.readLine()).as("the receiver reads the body").startsWith("HTTP/1.1 100");
                assertThat(in.readLine()).isEmpty();
                send(socket, "{\"event\":\"f");

                receiver.requestStop();
                HttpClient client = client();
                Awaitility.await().until(() -> health(client, url).statusCode() == 503);
                assertThat(health(client, url).body()).isEqualTo("{\"text\":\"Server is shutting down\",\"code\":23}");
                send(socket, "inished\"}  ");

                assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 ");
            }
            assertThat(receiver.awaitEnd()).as(receiver.output()).isZero();
            assertThat(receiver.output()).doesNotContain(TOKEN);
        }

        try (ApplicationProcess receiver = start(config)) {
            HttpRequest search = HttpRequest.newBuilder(URI.create(url(receiver) + "/api/events"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            assertThat(client().send(search, BodyHandlers.ofString()).body()).contains("\"total\":1", "\"finished\"");
            assertThat(receiver.terminate()).isZero();
        }
        assertThat(directory.resolve("access.log"))
                .content()
                .contains(
                        "\"POST /services/collector HTTP/1.1\" 200 ",
                        "\"GET /services/collector/health HTTP/1.1\" 503 ");
    }

    @Test
    void logFormatJson_makesEveryLineAnObject_withTheSettingsRedacted() throws Exception {
        Path config = Files.writeString(config(false), Files.readString(config(false)) + "log-format=json\n");
        try (ApplicationProcess receiver = start(config)) {
            receiver.terminate();

            List<String> lines = receiver.output().lines().toList();
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                JsonNode json = JSON.readTree(line);
                assertThat(json.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
                assertThat(json.get("level").asText()).isEqualTo("INFO");
            });
            assertThat(lines)
                    .anyMatch(line -> line.contains("\"message\":\"  token=**** (file " + config + ")\""))
                    .noneMatch(line -> line.contains(TOKEN));
            assertThat(lines.subList(lines.size() - 2, lines.size()))
                    .as("the stop")
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"message\":\"Stopping: "),
                            line -> assertThat(line).contains("\"message\":\"Stopped after "));
        }
    }

    @Test
    void versionAndHelp_arePrintedAndEndWell() throws Exception {
        try (ApplicationProcess version = java("--version");
                ApplicationProcess help = java("--help");
                ApplicationProcess wrong = java("--prot", "1")) {
            assertThat(version.awaitEnd()).isZero();
            assertThat(version.output()).matches("hec-receiver \\d+\\.\\d+\\.\\d+\\S*\\s*");
            assertThat(help.awaitEnd()).isZero();
            assertThat(help.output()).contains("--config FILE", "--tls-certificate FILE", "--version");
            assertThat(wrong.awaitEnd()).isEqualTo(2);
            assertThat(wrong.output()).contains("unknown option --prot; did you mean --port?");
        }
    }

    private ApplicationProcess java(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = "-jar";
        all[1] = TestFiles.receiverWar().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ApplicationProcess.start(Path.of(System.getProperty("java.home")), directory, Map.of(), all);
    }

    private ApplicationProcess start(Path config) throws IOException {
        return java("--config", config.toString()).awaitOutput("listening on http");
    }

    private Path config(boolean tls) throws Exception {
        StringBuilder text = new StringBuilder("port=0\ntoken=" + TOKEN + "\n")
                .append("data-dir=" + directory.resolve("data") + "\n")
                .append("access-log=" + directory.resolve("access.log") + "\n");
        if (tls) {
            makeCertificate();
            text.append("tls-certificate=" + directory.resolve("tls.crt") + "\n")
                    .append("tls-key=" + directory.resolve("tls.key") + "\n");
        }
        return Files.writeString(directory.resolve("receiver.properties"), text);
    }

    private URI url(ApplicationProcess receiver) {
        String line = receiver.output()
                .lines()
                .filter(text -> text.contains("listening on "))
                .findFirst()
                .orElseThrow();
        return URI.create(line.replaceAll(".*listening on (\\S+).*", "$1"));
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting)
                .build();
    }

    private static HttpResponse<String> health(HttpClient client, URI url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + "/services/collector/health"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** With the JDK's own tool, as a key store, and from there as PEM. */
    private void makeCertificate() throws Exception {
        Path file = directory.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "me",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        Files.writeString(
                directory.resolve("tls.crt"),
                pem("CERTIFICATE", store.getCertificate("me").getEncoded()));
        Files.writeString(
                directory.resolve("tls.key"),
                pem("PRIVATE KEY", store.getKey("me", "changeit".toCharArray()).getEncoded()));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("me", store.getCertificate("me"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
