package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hec.RecordedDiagnostics;
import dev.hec.codec.Codec;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.time.ManualTime;
import dev.hec.transport.tls.Pin;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import dev.hec.transport.tls.Tls;
import dev.hec.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes: whom the transport trusts, and what it shows of itself. */
class TlsTransportTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String OTHER_PIN = "sha256/" + "A".repeat(43) + "=";

    /** Of TLS 1.2 the JDK's client may see the end of the connection before the alert that came ahead of it. */
    private static final Map<String, String> WHY_OF_TLS = Map.of(
            "TLSv1.2", "TLS (refused by the collector: .*|handshake broken off)",
            "TLSv1.3", "TLS refused by the collector: .*");

    private static TestAuthority root;
    private static TestAuthority intermediate;
    private static TestAuthority stranger;
    private static TestIdentity localhost;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    @BeforeAll
    static void issue() throws GeneralSecurityException {
        root = TestAuthority.root("Test Root");
        intermediate = root.intermediate("Test Intermediate");
        stranger = TestAuthority.root("Stranger");
        localhost = intermediate.identity("localhost", "127.0.0.1");
    }

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

    private TlsServer server(TestIdentity identity) throws Exception {
        return opened(new TlsServer(identity, root.certificate(), TlsServer.Ask.NOTHING));
    }

    private TlsServer asking(TestIdentity identity) throws Exception {
        return opened(new TlsServer(identity, root.certificate(), TlsServer.Ask.CERTIFICATE));
    }

    private JdkTransport transport(TlsSettings tls) {
        TransportSettings settings =
                new TransportSettings(LONG, LONG, HttpClient.Version.HTTP_1_1, ProxySettings.JVM, tls, Map.of());
        return opened(
                new JdkTransport(settings, new DeliveryThreads("hec-tls-test"), Tls.open(tls, diagnostics, time)));
    }

    private Path trustFile(X509Certificate... trusted) throws IOException {
        return Files.writeString(directory.resolve("trust.pem"), TestIdentity.pem(List.of(trusted)));
    }

    private Path keyFile(TestIdentity identity) throws IOException {
        return Files.writeString(directory.resolve("key.pem"), identity.pem());
    }

    private JdkTransport trusting(X509Certificate... trusted) throws IOException {
        return transport(new TlsSettings(trustFile(trusted), null, null, null, List.of()));
    }

    private JdkTransport pinning(String... pins) throws IOException {
        return transport(new TlsSettings(trustFile(root.certificate()), null, null, null, List.of(pins)));
    }

    private JdkTransport showing(@Nullable Path key) throws IOException {
        return transport(new TlsSettings(trustFile(root.certificate()), null, key, null, List.of()));
    }

    private static int post(JdkTransport transport, URI url) throws IOException, InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Payload payload = new Payload(ByteBuffer.wrap(body), Codec.NONE, body.length, "b", "application/json");
        return transport.post(url, payload, "Bearer token").status();
    }

    private static Trouble troubleOf(JdkTransport transport, URI url) {
        IOException failure = catchThrowableOfType(IOException.class, () -> post(transport, url));
        assertThat(failure).as("an IOException").isNotNull();
        return Trouble.of(failure);
    }

    // Trust

    @Test
    void post_authorityTrusted_isDelivered() throws Exception {
        TlsServer server = server(localhost);

        assertThat(post(trusting(root.certificate()), server.url("localhost"))).isEqualTo(200);
        assertThat(post(trusting(root.certificate()), server.url("127.0.0.1"))).isEqualTo(200);
        assertThat(server.protocols()).containsOnly("TLSv1.3");
    }

    @Test
    void post_serverOfTls12_isDelivered() throws Exception {
        TlsServer server = opened(new TlsServer(localhost, root.certificate(), TlsServer.Ask.NOTHING, "TLSv1.2"));

        assertThat(post(trusting(root.certificate()), server.url("localhost"))).isEqualTo(200);
        assertThat(server.protocols()).containsExactly("TLSv1.2");
    }

    @Test
    void post_keyStoreAsTrust_isDelivered() throws Exception {
        TlsServer server = server(localhost);
        Path store = Files.write(
                directory.resolve("trust.p12"), TestIdentity.trustStore("PKCS12", "s3cr3t", root.certificate()));

        assertThat(post(transport(new TlsSettings(store, "s3cr3t", null, null, List.of())), server.url("localhost")))
                .isEqualTo(200);
    }

    @Test
    void post_certificateItselfTrusted_isDelivered() throws Exception {
        TlsServer server = server(localhost);

        assertThat(post(trusting(localhost.chain().get(0)), server.url("localhost")))
                .isEqualTo(200);
    }

    @Test
    void post_anotherAuthorityTrusted_isRefusedAndExplained() throws Exception {
        TlsServer server = server(localhost);

        Trouble trouble = troubleOf(trusting(stranger.certificate()), server.url("localhost"));

        assertThat(trouble.kind()).isEqualTo("certificate authority not trusted");
        assertThat(trouble.detail()).contains("tlsTrust");
        assertThat(server.headers()).as("no token shown").isEmpty();
    }

    @Test
    void post_nothingSet_doesNotTrustATestAuthority() throws Exception {
        TlsServer server = server(localhost);

        assertThat(troubleOf(transport(TlsSettings.JVM), server.url("localhost"))
                        .kind())
                .isEqualTo("certificate authority not trusted");
    }

    @Test
    void post_certificateOfAnotherHost_isRefusedAndExplained() throws Exception {
        TlsServer server = server(root.identity("collector.example.org"));

        Trouble byName = troubleOf(trusting(root.certificate()), server.url("localhost"));
        Trouble byAddress = troubleOf(trusting(root.certificate()), server.url("127.0.0.1"));

        assertThat(byName.kind()).isEqualTo("certificate of another host");
        assertThat(byName.detail()).contains("localhost");
        assertThat(byAddress.kind()).isEqualTo("certificate of another host");
        assertThat(server.headers()).as("no token shown").isEmpty();
    }

    @Test
    void post_certificateOfAnotherHostThatIsPinned_isStillRefused() throws Exception {
        TestIdentity other = root.identity("collector.example.org");
        TlsServer server = server(other);

        Trouble trouble = troubleOf(pinning(Pin.of(other.chain().get(0).getPublicKey())), server.url("localhost"));

        assertThat(trouble.kind()).isEqualTo("certificate of another host");
    }

    @Test
    void post_expiredCertificate_isRefusedAndExplained() throws Exception {
        Instant now = Instant.now();
        TlsServer server =
                server(root.identity("EC", now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)), "localhost"));

        Trouble trouble = troubleOf(trusting(root.certificate()), server.url("localhost"));

        assertThat(trouble.kind()).isEqualTo("certificate expired");
        assertThat(trouble.detail()).contains("NotAfter", "clock");
    }

    @Test
    void post_certificateOfTheFuture_isRefusedAndExplained() throws Exception {
        Instant now = Instant.now();
        TlsServer server =
                server(root.identity("EC", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)), "localhost"));

        assertThat(troubleOf(trusting(root.certificate()), server.url("localhost"))
                        .kind())
                .isEqualTo("certificate not yet valid");
    }

    @Test
    void post_portWithoutTls_isExplained() throws Exception {
        RawServer plain = opened(new RawServer(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.hang();
        }));

        Trouble trouble = troubleOf(
                trusting(root.certificate()),
                URI.create("https://127.0.0.1:" + plain.url().getPort() + "/"));

        assertThat(trouble.kind()).isEqualTo("no TLS");
    }

    // Pins

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void post_anyKeyOfTheChainPinned_isDelivered(int index) throws Exception {
        TlsServer server = server(localhost);
        List<X509Certificate> chain = List.of(localhost.chain().get(0), intermediate.certificate(), root.certificate());
        String pin = Pin.of(chain.get(index).getPublicKey());

        assertThat(post(pinning(pin), server.url("localhost"))).isEqualTo(200);
        assertThat(post(pinning(OTHER_PIN, pin), server.url("localhost")))
                .as("one of several, for rotation")
                .isEqualTo(200);
    }

    @Test
    void post_noKeyOfTheChainPinned_isRefusedAndNamesTheKeysSeen() throws Exception {
        TlsServer server = server(localhost);

        Trouble trouble = troubleOf(pinning(OTHER_PIN), server.url("localhost"));

        assertThat(trouble.kind()).isEqualTo("certificate pin mismatch");
        assertThat(trouble.detail())
                .contains(
                        Pin.of(localhost.chain().get(0).getPublicKey()),
                        Pin.of(intermediate.certificate().getPublicKey()),
                        Pin.of(root.certificate().getPublicKey()));
        assertThat(server.headers()).as("no token shown").isEmpty();
    }

    @Test
    void post_pinnedCertificateOnlyAddedToWhatTheServerSends_isRefused() throws Exception {
        TestIdentity theirs = root.identity("localhost").sendingAlso(intermediate.certificate());
        TlsServer server = server(theirs);

        Trouble trouble =
                troubleOf(pinning(Pin.of(intermediate.certificate().getPublicKey())), server.url("localhost"));

        assertThat(trouble.kind()).isEqualTo("certificate pin mismatch");
    }

    @Test
    void post_pinnedKeyThatSignsButIsNoAuthority_isRefused() throws Exception {
        TestIdentity own = root.identity("elsewhere.example.org");
        TlsServer server = server(TestAuthority.forged(own, "localhost"));

        Trouble trouble = troubleOf(pinning(Pin.of(own.chain().get(0).getPublicKey())), server.url("localhost"));

        assertThat(trouble.kind()).isNotEqualTo("certificate pin mismatch");
        assertThat(server.headers()).isEmpty();
    }

    @Test
    void post_pinnedCertificateThatIsItselfTrusted_isDelivered() throws Exception {
        TlsServer server = server(localhost);
        X509Certificate own = localhost.chain().get(0);
        TlsSettings tls = new TlsSettings(trustFile(own), null, null, null, List.of(Pin.of(own.getPublicKey())));

        assertThat(post(transport(tls), server.url("localhost"))).isEqualTo(200);
    }

    @Test
    void post_pinnedButNotTrusted_isRefused() throws Exception {
        TlsServer server = server(localhost);
        TlsSettings tls = new TlsSettings(
                trustFile(stranger.certificate()),
                null,
                null,
                null,
                List.of(Pin.of(localhost.chain().get(0).getPublicKey())));

        assertThat(troubleOf(transport(tls), server.url("localhost")).kind())
                .isEqualTo("certificate authority not trusted");
    }

    // Certificates of clients

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void post_serverAsksForACertificate_getsIt(String kind) throws Exception {
        TlsServer server = asking(localhost);
        Instant now = Instant.now();
        TestIdentity client =
                intermediate.identity(kind, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)), "client-1");

        assertThat(post(showing(keyFile(client)), server.url("localhost"))).isEqualTo(200);
        assertThat(server.clients()).containsExactly("CN=client-1");
    }

    @Test
    void post_keyStoreAsKey_isShown() throws Exception {
        TlsServer server = asking(localhost);
        Path store = Files.write(
                directory.resolve("key.jks"), root.identity("client-1").keyStore("JKS", "s3cr3t"));
        TlsSettings tls = new TlsSettings(trustFile(root.certificate()), null, store, "s3cr3t", List.of());

        assertThat(post(transport(tls), server.url("localhost"))).isEqualTo(200);
        assertThat(server.clients()).containsExactly("CN=client-1");
    }

    /** Unlike the JDK's HTTPS server, this one says why it hangs up. */
    private URI sayingWhy(String protocol) throws Exception {
        SSLServerSocket listener = (SSLServerSocket) localhost
                .serverContext(root.certificate())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        listener.setEnabledProtocols(new String[] {protocol});
        RawServer server = opened(new RawServer(
                connection -> {
                    connection.read();
                    connection.write(RawServer.OK);
                },
                listener));
        return URI.create("https://localhost:" + server.url().getPort() + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void post_serverAsksForACertificateAndThereIsNone_isExplained(String protocol) throws Exception {
        Trouble trouble = troubleOf(showing(null), sayingWhy(protocol));

        assertThat(trouble.kind()).matches(WHY_OF_TLS.get(protocol));
        assertThat(trouble.detail()).contains("tlsKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void post_certificateOfAnUnknownAuthority_isExplained(String protocol) throws Exception {
        // A client shows nothing that the server's list of authorities does not cover.
        Trouble trouble = troubleOf(showing(keyFile(stranger.identity("client-1"))), sayingWhy(protocol));

        assertThat(trouble.kind()).matches(WHY_OF_TLS.get(protocol));
        assertThat(trouble.detail()).contains("tlsKey");
    }

    // Changes while running

    @Test
    void post_trustReplacedWhileRunning_holdsFromTheNextRequestOn() throws Exception {
        TlsServer before = server(localhost);
        TlsServer after = server(stranger.identity("localhost"));
        JdkTransport transport = trusting(root.certificate());
        assertThat(post(transport, before.url("localhost"))).isEqualTo(200);
        assertThat(troubleOf(transport, after.url("localhost")).kind()).isEqualTo("certificate authority not trusted");

        trustFile(stranger.certificate(), stranger.certificate());
        time.advance(Duration.ofSeconds(1));

        assertThat(post(transport, after.url("localhost"))).isEqualTo(200);
        assertThat(troubleOf(transport, before.url("localhost")).kind())
                .as("neither a kept connection nor a resumed session outlives its trust")
                .isEqualTo("certificate authority not trusted");
    }

    @Test
    void post_keyReplacedWhileRunning_isShownFromTheNextRequestOn() throws Exception {
        TlsServer server = asking(localhost);
        JdkTransport transport = showing(keyFile(root.identity("client-1")));
        assertThat(post(transport, server.url("localhost"))).isEqualTo(200);

        keyFile(intermediate.identity("client-2"));
        time.advance(Duration.ofSeconds(1));

        assertThat(post(transport, server.url("localhost"))).isEqualTo(200);
        assertThat(post(transport, server.url("localhost"))).isEqualTo(200);
        assertThat(server.clients()).containsExactly("CN=client-1", "CN=client-2", "CN=client-2");
        assertThat(server.connections()).as("one for each key").isEqualTo(2);
    }

    @Test
    void post_trustBrokenWhileRunning_goesOnByTheOldOneAndTells() throws Exception {
        TlsServer server = server(localhost);
        JdkTransport transport = trusting(root.certificate());
        assertThat(post(transport, server.url("localhost"))).isEqualTo(200);

        Files.writeString(directory.resolve("trust.pem"), "oops");
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(post(transport, server.url("localhost"))).isEqualTo(200);
        }

        assertThat(server.connections()).as("kept alive").isEqualTo(1);
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .startsWith("WARN tlsTrust: the file")
                .endsWith("Going on with what it held before.");
    }
}
