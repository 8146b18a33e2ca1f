package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import dev.hec.testing.ScriptedCollector;
import dev.hec.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCheckTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private static KeyStore loopback;
    private static KeyStore elsewhere;
    private static KeyStore expired;

    private final List<HttpsServer> servers = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeAll
    static void makeCertificates() throws Exception {
        loopback = certificate("loopback", "-ext", "san=ip:127.0.0.1", "-validity", "100");
        elsewhere = certificate("elsewhere", "-ext", "san=dns:elsewhere.example.com", "-validity", "10");
        expired = certificate("expired", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
    }

    private static KeyStore certificate(String name, String... further) throws Exception {
        Path file = directory.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit"));
        command.addAll(List.of(further));
        File printed = directory.resolve(name + ".txt").toFile();
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .start();
        assertThat(keytool.waitFor()).as(() -> read(printed)).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static String pin(KeyStore store) throws Exception {
        return Certificates.pin(
                (X509Certificate) store.getCertificate(store.aliases().nextElement()));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** A server that accepts everything, with this certificate. */
    private String serve(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] reply = "{\"text\":\"Success\",\"code\":0}".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A network that trusts these certificates. */
    private record TrustingNetwork(KeyStore trusted) implements Network {

        @Override
        public InetSocketAddress proxy(URI url) {
            return null;
        }

        @Override
        public SSLContext tls() {
            try {
                KeyStore anchors = KeyStore.getInstance("PKCS12");
                anchors.load(null, null);
                for (Enumeration<String> names = trusted.aliases(); names.hasMoreElements(); ) {
                    String name = names.nextElement();
                    anchors.setCertificateEntry(name, trusted.getCertificate(name));
                }
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(anchors);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust.getTrustManagers(), null);
                return context;
            } catch (java.io.IOException | java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public HttpClient client() {
            return HttpClient.newBuilder().sslContext(tls()).build();
        }

        @Override
        public List<String> ignored() {
            return List.of();
        }
    }

    private boolean examine(String url, KeyStore trusted, String... settings) throws Exception {
        HecConfig config = config(url, settings);
        return examine(config.parse(), new TrustingNetwork(trusted));
    }

    private static HecConfig config(String url, String... settings) {
        HecConfig config = new HecConfig();
        config.set("url", url);
        config.set("token", "s3cr3t");
        for (int i = 0; i < settings.length; i += 2) {
            config.set(settings[i], settings[i + 1]);
        }
        return config;
    }

    private boolean examine(HecSettings settings, Network network) {
        Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8));
        new Doctor(settings, network, Time.SYSTEM, report).examine();
        return !report.failed();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void check_trustedAndNamed_showsProtocolAndPins() throws Exception {
        assertThat(examine(serve(loopback), loopback)).as(this::printed).isTrue();

        assertThat(printed())
                .containsSubsequence(
                        "ok    tls            TLSv1.3, TLS_",
                        "the chain is trusted and the host name matches",
                        "info  certificate    1: CN=loopback, issued by CN=loopback, good until ",
                        "99 day(s)",
                        pin(loopback),
                        "ok    event");
    }

    @Test
    void check_expiresSoon_isAWarning() throws Exception {
        examine(serve(elsewhere), elsewhere);

        assertThat(printed()).contains("warn  certificate    1: CN=elsewhere");
    }

    @Test
    void check_notTrusted_showsTheChainAndSendsNoToken() throws Exception {
        assertThat(examine(serve(loopback), elsewhere)).isFalse();

        assertThat(printed())
                .containsSubsequence(
                        "FAIL  tls            the certificate chain is not trusted", "tlsTrust", pin(loopback))
                .doesNotContain("event");
    }

    @Test
    void check_nameOfAnotherHost_isTold() throws Exception {
        assertThat(examine(serve(elsewhere), elsewhere)).isFalse();

        assertThat(printed())
                .contains("FAIL  tls            the certificate is for elsewhere.example.com, not for 127.0.0.1")
                .doesNotContain("event");
    }

    @Test
    void check_expired_isTold() throws Exception {
        assertThat(examine(serve(expired), loopback)).isFalse();

        assertThat(printed()).contains("FAIL  tls            the certificate has expired", "EXPIRED at");
    }

    @Test
    void check_pinInTheChain_isOk() throws Exception {
        assertThat(examine(serve(loopback), loopback, "tlsPins", pin(elsewhere) + "," + pin(loopback)))
                .isTrue();

        assertThat(printed()).contains("ok    pins");
    }

    @Test
    void check_noPinInTheChain_fails() throws Exception {
        assertThat(examine(serve(loopback), loopback, "tlsPins", pin(elsewhere)))
                .isFalse();

        assertThat(printed()).contains("FAIL  pins").doesNotContain("event");
    }

    @Test
    void check_portSpeaksNoTls_isTold() throws Exception {
        try (ScriptedCollector plain = ScriptedCollector.up()) {
            assertThat(examine(plain.url().replace("http:", "https:"), loopback))
                    .isFalse();
        }

        assertThat(printed()).contains("FAIL  tls            no handshake", "speak TLS at all");
    }

    @Test
    void check_proxyRefusesTheTunnel_isToldAndGetsTheCredential() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            List<String> requests = new ArrayList<>();
            Thread serving = new Thread(() -> refuse(proxy, requests));
            serving.start();
            HecSettings settings = config(
                            "https://collector.invalid",
                            "proxy",
                            "127.0.0.1:" + proxy.getLocalPort(),
                            "proxyUser",
                            "alice",
                            "proxyPassword",
                            "pr0xy")
                    .parse();
            assertThat(examine(settings, new PlainNetwork(settings))).isFalse();
            serving.join();

            assertThat(requests.get(0))
                    .startsWith("CONNECT collector.invalid:443 HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: Basic YWxpY2U6cHIweHk=\r\n");
        }
        assertThat(printed())
                .containsSubsequence(
                        "proxyUser, proxyPassword have no part",
                        "FAIL  proxy          opens no tunnel: HTTP/1.1 407 Who are you ****",
                        "-> the proxy asks for proxyUser")
                .doesNotContain("pr0xy");
    }

    /** Lets the check of the connection pass, and refuses what comes after it. */
    private static void refuse(ServerSocket proxy, List<String> requests) {
        try {
            proxy.accept().close();
            try (Socket socket = proxy.accept()) {
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) socket.getInputStream().read());
                }
                requests.add(request.toString());
                socket.getOutputStream()
                        .write("HTTP/1.1 407 Who are you pr0xy\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
