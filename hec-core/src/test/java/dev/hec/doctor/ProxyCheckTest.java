package dev.hec.doctor;

import static dev.hec.doctor.Examination.PROXY_AUTHORIZATION;
import static dev.hec.doctor.Examination.PROXY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.ChildJvm;
import dev.hec.testing.ScriptedCollector;
import dev.hec.transport.BasicTunnelling;
import dev.hec.transport.RawServer;
import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of proxies, and what it tells them. */
class ProxyCheckTest {

    private static final String PLAIN = "http://collector.invalid";
    private static final String SECURE = "https://collector.invalid";
    private static final String ASKS = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private static String proxy(RawServer server) {
        return "127.0.0.1:" + server.url().getPort();
    }

    private Examination examine(String url, String proxy, String... further) throws IOException {
        List<String> words = new ArrayList<>(List.of("--allow-plain-http", "--proxy", proxy));
        words.addAll(List.of(further));
        return Examination.of(directory, url, words.toArray(String[]::new));
    }

    private Examination examineAsAlice(String url, String proxy) throws IOException {
        return examine(url, proxy, "--proxy-user", "alice", "--proxy-password", PROXY_PASSWORD);
    }

    // http

    @Test
    void check_plain_proxyResolvesTheNameAndGetsTheRequests() throws Exception {
        ScriptedCollector proxy = opened(ScriptedCollector.up());
        String address = proxy.url().substring("http://".length());

        Examination examination = examine(PLAIN, address);

        assertThat(examination.exitCode()).isZero();
        assertThat(examination.printed())
                .contains("info  dns            the proxy " + address + " resolves collector.invalid");
        assertThat(proxy.requests()).hasSize(4).allSatisfy(request -> {
            assertThat(request.path()).startsWith(PLAIN);
            assertThat(request.headers()).doesNotContainKey("proxy-authorization");
        });
    }

    @Test
    void check_plainAsAUser_showsThePasswordWithEachRequest() throws Exception {
        ScriptedCollector proxy = opened(ScriptedCollector.up());

        Examination examination = examineAsAlice(PLAIN, proxy.url().substring("http://".length()));

        assertThat(examination.exitCode()).isZero();
        assertThat(proxy.requests())
                .hasSize(4)
                .allMatch(request -> request.header("proxy-authorization").equals(PROXY_AUTHORIZATION));
    }

    @Test
    void check_plainAndTheProxyAsks_failsBeforeTheTokenIsSent() throws Exception {
        RawServer proxy = opened(RawServer.answering(ASKS));

        Examination examination = examine(PLAIN, proxy(proxy));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  proxy          the proxy " + proxy(proxy) + " answered HTTP 407",
                        "-> ",
                        "give proxyUser and proxyPassword",
                        "Failed: proxy: ");
        assertThat(proxy.next().headers()).doesNotContainKey("Authorization");
        assertThat(proxy.unseen()).isZero();
    }

    @Test
    void check_plainAndThePasswordIsWrong_saysThat() throws Exception {
        RawServer proxy = opened(RawServer.answering(ASKS));

        assertThat(examineAsAlice(PLAIN, proxy(proxy)).printed())
                .containsSubsequence("FAIL  proxy", "-> ", "does not accept proxyUser and proxyPassword");
    }

    @Test
    void check_proxyIsDown_isTheProxysFault() throws Exception {
        String address;
        try (RawServer gone = RawServer.answering("")) {
            address = proxy(gone);
        }

        Examination examination = examine(PLAIN, address);

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  tcp            nothing takes connections at " + address, "-> is the proxy up");
    }

    // https

    /** A collector behind a tunnel, and what the command line needs to trust it. */
    private record Tunnelled(TlsServer collector, RawServer proxy, Path trust) implements AutoCloseable {

        static Tunnelled open(Path directory) throws Exception {
            TestAuthority root = TestAuthority.root("Test Root");
            Path trust =
                    Files.writeString(directory.resolve("trust.pem"), TestIdentity.pem(List.of(root.certificate())));
            TlsServer collector = new TlsServer(root.identity("localhost"), root.certificate(), TlsServer.Ask.NOTHING);
            RawServer proxy = new RawServer(connection -> {
                connection.read();
                connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
                connection.relay(collector.address());
            });
            return new Tunnelled(collector, proxy, trust);
        }

        String url() {
            return "https://localhost:" + collector.address().getPort();
        }

        @Override
        public void close() {
            proxy.close();
            collector.close();
        }
    }

    @Test
    void check_https_goesThroughTheTunnel() throws Exception {
        Tunnelled tunnelled = opened(Tunnelled.open(directory));

        Examination examination = examine(
                tunnelled.url(),
                proxy(tunnelled.proxy()),
                "--tls-trust",
                tunnelled.trust().toString());

        assertThat(examination.printed())
                .containsSubsequence("the proxy", "ok    tls ", "ok    health", "ok    event", "All well.");
        assertThat(examination.exitCode()).isZero();
        RawServer.Request connect = tunnelled.proxy().next();
        assertThat(connect.line()).startsWith("CONNECT localhost:");
        assertThat(connect.headers()).doesNotContainKeys("Authorization", "Proxy-Authorization");
    }

    @Test
    void check_httpsAndTheJvmKeepsThePassword_saysSoAndDoesNotShowItEither() throws Exception {
        RawServer proxy = opened(RawServer.answering(ASKS));
        // What the JDK does by default.
        assertThat(BasicTunnelling.isDisabled()).isTrue();

        // Taken for the check of the connection, then for the tunnel.
        Examination examination = examineAsAlice(SECURE, proxy(proxy));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  proxy          the proxy " + proxy(proxy) + " answered HTTP/1.1 407",
                        "when asked to connect to collector.invalid:443",
                        "-> ",
                        "-Djdk.http.auth.tunneling.disabledSchemes=");
        assertThat(proxy.next().headers()).doesNotContainKey("Proxy-Authorization");
    }

    @Test
    void check_httpsAndTheProxyCannotConnect_isTold() throws Exception {
        RawServer proxy = opened(RawServer.answering("HTTP/1.1 502 No such host\r\nContent-Length: 0\r\n\r\n"));

        Examination examination = examine(SECURE, proxy(proxy));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed()).contains("answered HTTP/1.1 502 No such host when asked to connect");
    }

    @Test
    void check_proxyRepeatsThePassword_itIsNotPrinted() throws Exception {
        RawServer proxy =
                opened(RawServer.answering("HTTP/1.1 403 Not you " + PROXY_PASSWORD + "\r\nContent-Length: 0\r\n\r\n"));

        assertThat(examineAsAlice(SECURE, proxy(proxy)).printed()).contains("403 Not you ****");
    }

    @Test
    void check_httpsAndTheJvmMayShowThePassword_showsItToTheProxyOnly() throws Exception {
        ChildJvm child = ChildJvm.run(
                directory, TunnelWithPassword.class, Map.of(), "-Djdk.http.auth.tunneling.disabledSchemes=");

        assertThat(child.output())
                .contains("exit 0, collector saw it: false, tunnels with [" + PROXY_AUTHORIZATION + "]");
    }

    /** In a JVM of its own: the property is read once. */
    static final class TunnelWithPassword {

        private TunnelWithPassword() {}

        public static void main(String[] args) throws Exception {
            Path directory = Files.createTempDirectory("tunnel");
            try (Tunnelled tunnelled = Tunnelled.open(directory)) {
                Examination examination = Examination.of(
                        directory,
                        tunnelled.url(),
                        "--proxy",
                        proxy(tunnelled.proxy()),
                        "--proxy-user",
                        "alice",
                        "--proxy-password",
                        PROXY_PASSWORD,
                        "--tls-trust",
                        tunnelled.trust().toString());
                int tunnels = tunnelled.proxy().unseen();
                List<String> shown = new ArrayList<>();
                for (int i = 0; i < tunnels; i++) {
                    shown.add(tunnelled.proxy().next().headers().get("Proxy-Authorization"));
                }
                boolean leaked = tunnelled.collector().headers().stream()
                        .anyMatch(headers -> headers.containsKey("Proxy-authorization"));
                System.out.println(examination.printed() + "exit " + examination.exitCode() + ", collector saw it: "
                        + leaked + ", tunnels with " + shown.stream().distinct().toList());
            }
        }
    }
}
