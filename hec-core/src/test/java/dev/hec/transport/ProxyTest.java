package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hec.codec.Codec;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.testing.ChildJvm;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import dev.hec.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scripted proxy: what it is told, and what is told of it. */
class ProxyTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final URI PLAIN = URI.create("http://collector.example.org/services/collector/event");

    /** {@code user:s3cr3t}. */
    private static final String BASIC = "Basic dXNlcjpzM2NyM3Q=";

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

    private JdkTransport transport(int port, @Nullable String user, TlsSettings tls) {
        return opened(PlainTransports.of(
                new TransportSettings(
                        LONG,
                        LONG,
                        HttpClient.Version.HTTP_1_1,
                        ProxySettings.of("localhost", port, user, user == null ? null : "s3cr3t"),
                        tls,
                        Map.of()),
                new DeliveryThreads("hec-proxy-test")));
    }

    private static int port(RawServer server) {
        return server.url().getPort();
    }

    private static Answer post(JdkTransport transport, URI url) throws IOException, InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return transport.post(
                url, new Payload(ByteBuffer.wrap(body), Codec.NONE, 2, "b", "application/json"), "Bearer token");
    }

    private static IOException failureOf(JdkTransport transport, URI url) {
        IOException failure = catchThrowableOfType(IOException.class, () -> post(transport, url));
        assertThat(failure).as("an IOException").isNotNull();
        return failure;
    }

    /** A collector, and what the transport needs to trust it. */
    private record Collector(TlsServer server, TlsSettings tls) implements AutoCloseable {

        static Collector open(Path directory) throws Exception {
            TestAuthority root = TestAuthority.root("Test Root");
            Path trust =
                    Files.writeString(directory.resolve("trust.pem"), TestIdentity.pem(List.of(root.certificate())));
            return new Collector(
                    new TlsServer(root.identity("localhost"), root.certificate(), TlsServer.Ask.NOTHING),
                    new TlsSettings(trust, null, null, null, List.of()));
        }

        URI url() {
            return server.url("localhost");
        }

        /** Connects whoever asks to this collector. */
        RawServer tunnel() throws IOException {
            return new RawServer(connection -> {
                connection.read();
                connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
                connection.relay(server.address());
            });
        }

        @Override
        public void close() {
            server.close();
        }
    }

    // http

    @Test
    void post_plainThroughProxy_goesToItWithBothHeaders() throws Exception {
        RawServer proxy = opened(RawServer.answering(RawServer.OK));

        assertThat(post(transport(port(proxy), "user", TlsSettings.JVM), PLAIN).status())
                .isEqualTo(200);

        RawServer.Request request = proxy.next();
        assertThat(request.line()).isEqualTo("POST " + PLAIN + " HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("Authorization", "Bearer token")
                .containsEntry("Proxy-Authorization", BASIC);
        assertThat(proxy.unseen()).as("at once, not after a refusal").isZero();
    }

    @Test
    void post_plainWithoutUser_sendsNoProxyAuthorization() throws Exception {
        RawServer proxy = opened(RawServer.answering(RawServer.OK));

        post(transport(port(proxy), null, TlsSettings.JVM), PLAIN);

        assertThat(proxy.next().headers())
                .containsEntry("Authorization", "Bearer token")
                .doesNotContainKey("Proxy-Authorization");
    }

    @Test
    void post_direct_neverShowsTheProxysPasswordToTheCollector() throws Exception {
        RawServer collector = opened(RawServer.answering(RawServer.OK));
        JdkTransport transport = opened(PlainTransports.of(
                new TransportSettings(
                        LONG,
                        LONG,
                        HttpClient.Version.HTTP_1_1,
                        new ProxySettings(null, "user", "s3cr3t"),
                        TlsSettings.JVM,
                        Map.of()),
                new DeliveryThreads("hec-proxy-test")));

        post(transport, collector.url());

        assertThat(collector.next().headers()).doesNotContainKey("Proxy-Authorization");
    }

    @Test
    void post_collectorChallenges_isNotAnsweredWithTheProxysPassword() throws Exception {
        RawServer proxy = opened(RawServer.answering("HTTP/1.1 401 Unauthorized\r\n"
                + "WWW-Authenticate: Basic realm=\"collector\"\r\nContent-Length: 0\r\n\r\n"));

        assertThat(post(transport(port(proxy), "user", TlsSettings.JVM), PLAIN).status())
                .isEqualTo(401);

        assertThat(proxy.next().headers()).containsEntry("Authorization", "Bearer token");
        assertThat(proxy.unseen()).isZero();
    }

    @Test
    void post_proxyAsks_saysWhatToSet() throws Exception {
        RawServer proxy = opened(RawServer.answering(ASKS));

        Answer without = post(transport(port(proxy), null, TlsSettings.JVM), PLAIN);
        Answer with = post(transport(port(proxy), "user", TlsSettings.JVM), PLAIN);

        assertThat(without.trouble())
                .hasToString("HTTP 407: the proxy localhost:" + port(proxy)
                        + " asks for a user and a password; give proxyUser and proxyPassword.");
        assertThat(with.trouble().detail())
                .contains("does not accept proxyUser")
                .doesNotContain("s3cr3t");
    }

    // https

    @Test
    void post_httpsThroughProxy_isTunnelled() throws Exception {
        Collector collector = opened(Collector.open(directory));
        RawServer proxy = opened(collector.tunnel());

        assertThat(post(transport(port(proxy), null, collector.tls()), collector.url())
                        .status())
                .isEqualTo(200);

        RawServer.Request connect = proxy.next();
        assertThat(connect.line())
                .isEqualTo("CONNECT localhost:" + collector.server().address().getPort() + " HTTP/1.1");
        assertThat(connect.headers()).as("the token is not for the proxy").doesNotContainKey("Authorization");
    }

    @Test
    void post_httpsAndTheJdkDropsThePassword_saysSo() throws Exception {
        Collector collector = opened(Collector.open(directory));
        RawServer proxy = opened(RawServer.answering(ASKS));

        Answer answer = post(transport(port(proxy), "user", collector.tls()), collector.url());

        // What the JDK does by default, so this test also shows that there is no way around it.
        assertThat(BasicTunnelling.isDisabled()).isTrue();
        assertThat(proxy.next().headers()).doesNotContainKey("Proxy-Authorization");
        assertThat(answer.status()).isEqualTo(407);
        assertThat(answer.trouble().detail()).contains("-Djdk.http.auth.tunneling.disabledSchemes=");
    }

    @Test
    void post_httpsAndTheJdkMaySendThePassword_sendsItToTheProxyOnly() throws Exception {
        ChildJvm child =
                ChildJvm.run(directory, TunnelWithPassword.class, Map.of(), "-D" + BasicTunnelling.PROPERTY + "=");

        assertThat(child.output().strip())
                .isEqualTo("disabled false, status 200, proxy " + BASIC + ", collector null, token Bearer token");
        assertThat(child.exitCode()).isZero();
    }

    /** In a JVM of its own: the property is read once. */
    static final class TunnelWithPassword {

        private TunnelWithPassword() {}

        public static void main(String[] args) throws Exception {
            Path directory = Files.createTempDirectory("tunnel");
            try (Collector collector = Collector.open(directory);
                    RawServer proxy = collector.tunnel();
                    JdkTransport transport = PlainTransports.of(
                            new TransportSettings(
                                    LONG,
                                    LONG,
                                    HttpClient.Version.HTTP_1_1,
                                    ProxySettings.of("localhost", port(proxy), "user", "s3cr3t"),
                                    collector.tls(),
                                    Map.of()),
                            new DeliveryThreads("hec-proxy-test"))) {
                int status = post(transport, collector.url()).status();
                Map<String, List<String>> seen = collector.server().headers().get(0);
                System.out.println("disabled " + BasicTunnelling.isDisabled() + ", status " + status + ", proxy "
                        + proxy.next().headers().get("Proxy-Authorization") + ", collector "
                        + seen.get("Proxy-authorization") + ", token "
                        + seen.get("Authorization").get(0));
            } finally {
                Files.delete(directory.resolve("trust.pem"));
                Files.delete(directory);
            }
        }
    }

    @Test
    void post_proxyCannotConnect_wasNotSentAndSaysSo() throws Exception {
        RawServer proxy = opened(RawServer.answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));

        IOException failure =
                failureOf(transport(port(proxy), null, TlsSettings.JVM), URI.create("https://collector.example.org/"));

        assertThat(failure)
                .isInstanceOf(ConnectException.class)
                .hasMessage("the proxy localhost:" + port(proxy)
                        + " answered 502 when asked to connect to collector.example.org");
    }

    @Test
    void post_proxyIsDown_namesTheProxyAndNotTheCollector() throws Exception {
        int port;
        try (RawServer gone = RawServer.answering("")) {
            port = port(gone);
        }

        for (URI url : List.of(PLAIN, URI.create("https://collector.example.org/"))) {
            assertThat(failureOf(transport(port, null, TlsSettings.JVM), url))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("the proxy localhost:" + port + " cannot be reached");
        }
    }
}
