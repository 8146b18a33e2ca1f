package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.transport.RawServer;
import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.Pin;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of handshakes: the settings go the way of the command line, the servers are real. */
class TlsCheckTest {

    private static final String OTHER_PIN = "sha256/" + "A".repeat(43) + "=";

    private static TestAuthority root;
    private static TestAuthority intermediate;
    private static TestAuthority stranger;
    private static TestIdentity loopback;

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void issue() throws GeneralSecurityException {
        root = TestAuthority.root("Test Root");
        intermediate = root.intermediate("Test Intermediate");
        stranger = TestAuthority.root("Stranger");
        loopback = intermediate.identity(
                "EC",
                Instant.now().minus(Duration.ofDays(1)),
                Instant.now().plus(Duration.ofDays(100).plusHours(1)),
                "localhost",
                "127.0.0.1");
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

    private Path trustFile(X509Certificate... trusted) throws IOException {
        return Files.writeString(directory.resolve("trust.pem"), TestIdentity.pem(List.of(trusted)));
    }

    private String keyFile(TestIdentity identity) throws IOException {
        return Files.writeString(directory.resolve("key.pem"), identity.pem()).toString();
    }

    /** Examines while trusting the test's root. */
    private Examination examine(URI url, String... further) throws IOException {
        return examineTrusting(root.certificate(), url, further);
    }

    private Examination examineTrusting(X509Certificate trusted, URI url, String... further) throws IOException {
        String[] words = Stream.concat(
                        Stream.of("--tls-trust", trustFile(trusted).toString()), Stream.of(further))
                .toArray(String[]::new);
        return Examination.of(directory, url.toString(), words);
    }

    private static void assertNothingSent(TlsServer server) {
        assertThat(server.headers()).as("requests, with or without the token").isEmpty();
    }

    // Trust

    @Test
    void check_ownAuthorityTrusted_showsProtocolChainAndPins() throws Exception {
        TlsServer server = server(loopback);

        Examination examination = examine(server.url("127.0.0.1"));

        assertThat(examination.printed())
                .containsSubsequence(
                        "ok    tls            TLSv1.3, TLS_",
                        "the chain is trusted by tlsTrust and the host name matches",
                        "info  certificate    1: CN=localhost for localhost, 127.0.0.1,"
                                + " issued by CN=Test Intermediate, good until ",
                        "100 day(s), pin " + pin(loopback.chain().get(0)),
                        "certificate    2: CN=Test Intermediate",
                        "ok    health",
                        "ok    event",
                        "All well.")
                .doesNotContain("tlsKey", "pins");
        assertThat(examination.exitCode()).isZero();
        assertThat(server.headers()).hasSize(4);
    }

    @Test
    void check_expiresSoon_isAWarning() throws Exception {
        TlsServer server = server(root.identity("127.0.0.1"));

        assertThat(examine(server.url("127.0.0.1")).printed()).contains("warn  certificate    1: CN=127.0.0.1");
    }

    @Test
    void check_notTrusted_showsTheChainAndSendsNothing() throws Exception {
        TlsServer server = server(loopback);

        Examination examination = examineTrusting(stranger.certificate(), server.url("127.0.0.1"));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  tls            certificate authority not trusted",
                        "-> ",
                        "as tlsTrust",
                        "certificate    1: CN=localhost",
                        pin(loopback.chain().get(0)),
                        "Failed: tls: certificate authority not trusted")
                .doesNotContain("event");
        assertNothingSent(server);
    }

    @Test
    void check_nothingSet_trustsWhatTheJvmTrusts() throws Exception {
        TlsServer server = server(loopback);

        Examination examination =
                Examination.of(directory, server.url("127.0.0.1").toString());

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed()).contains("FAIL  tls            certificate authority not trusted");
    }

    @Test
    void check_nameOfAnotherHost_showsForWhomItIs() throws Exception {
        TlsServer server = server(root.identity("elsewhere.example.com"));

        Examination examination = examine(server.url("127.0.0.1"));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  tls            certificate of another host",
                        "-> The certificate is not for the host in url",
                        "certificate    1: CN=elsewhere.example.com for elsewhere.example.com,");
        assertNothingSent(server);
    }

    @Test
    void check_expired_isTold() throws Exception {
        Instant now = Instant.now();
        TlsServer server =
                server(root.identity("EC", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(4)), "127.0.0.1"));

        Examination examination = examine(server.url("127.0.0.1"));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence("FAIL  tls            certificate expired", "clock", "EXPIRED at");
    }

    @Test
    void check_portSpeaksNoTls_isTold() throws Exception {
        RawServer plain = opened(new RawServer(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.hang();
        }));

        Examination examination =
                examine(URI.create("https://127.0.0.1:" + plain.url().getPort()));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence("FAIL  tls            no TLS", "-> ", "Check port and https");
    }

    @Test
    void check_fileOfTlsIsUseless_isTheEnd() throws Exception {
        TlsServer server = server(loopback);

        Examination examination = Examination.of(
                directory,
                server.url("127.0.0.1").toString(),
                "--tls-key",
                directory.resolve("none.pem").toString());

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence("ok    token", "FAIL  tls            tlsKey: the file ", "none.pem does not exist")
                .doesNotContain("dns");
    }

    // Pins

    private static String pin(X509Certificate certificate) {
        return Pin.of(certificate.getPublicKey());
    }

    @Test
    void check_rootPinnedThoughItIsNotSent_isOk() throws Exception {
        TlsServer server = server(loopback);

        Examination examination =
                examine(server.url("127.0.0.1"), "--tls-pins", OTHER_PIN + "," + pin(root.certificate()));

        assertThat(examination.exitCode()).isZero();
        assertThat(examination.printed()).contains("ok    pins           one of tlsPins is in the chain");
    }

    @Test
    void check_noPinInTheChain_namesThePinsSeenAndSendsNothing() throws Exception {
        TlsServer server = server(loopback);

        Examination examination = examine(server.url("127.0.0.1"), "--tls-pins", OTHER_PIN);

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "FAIL  tls            certificate pin mismatch",
                        "-> The collector's certificate is trusted, but none of its keys is in tlsPins.",
                        pin(loopback.chain().get(0)),
                        pin(intermediate.certificate()),
                        pin(root.certificate()));
        assertNothingSent(server);
    }

    // Certificates of clients

    private TlsServer asking(String protocol) throws Exception {
        return opened(new TlsServer(loopback, root.certificate(), TlsServer.Ask.CERTIFICATE, protocol));
    }

    /** Unlike the JDK's HTTPS server, this one says why it hangs up. */
    private URI sayingWhy(String protocol) throws Exception {
        SSLServerSocket listener = (SSLServerSocket) loopback.serverContext(root.certificate())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        listener.setNeedClientAuth(true);
        listener.setEnabledProtocols(new String[] {protocol});
        RawServer server = opened(new RawServer(
                connection -> {
                    connection.read();
                    connection.write(RawServer.OK);
                },
                listener));
        return URI.create("https://127.0.0.1:" + server.url().getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void check_collectorAsksForACertificate_isShownOurs(String protocol) throws Exception {
        TlsServer server = asking(protocol);

        Examination examination =
                examine(server.url("127.0.0.1"), "--tls-key", keyFile(intermediate.identity("client-1")));

        assertThat(examination.printed())
                .containsSubsequence(
                        "ok    tls            " + protocol,
                        "ok    tlsKey         shown to the collector: CN=client-1 for client-1, issued by CN=Test"
                                + " Intermediate",
                        "ok    event",
                        "All well.");
        assertThat(examination.exitCode()).isZero();
        assertThat(server.clients()).hasSize(4).containsOnly("CN=client-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void check_collectorAsksAndThereIsNone_failsAndSendsNoToken(String protocol) throws Exception {
        TlsServer silent = asking(protocol);

        for (URI url : List.of(silent.url("127.0.0.1"), sayingWhy(protocol))) {
            Examination examination = examine(url);

            assertThat(examination.exitCode()).isEqualTo(1);
            assertThat(examination.printed())
                    .containsSubsequence("FAIL  tls ", "-> ", "tlsKey", "Failed: tls: ")
                    .doesNotContain("event");
        }
        assertNothingSent(silent);
    }

    @Test
    void check_certificateOfAnUnknownAuthority_failsAndNamesThoseAskedFor() throws Exception {
        TlsServer server = asking("TLSv1.3");

        Examination examination = examine(server.url("127.0.0.1"), "--tls-key", keyFile(stranger.identity("client-1")));

        assertThat(examination.exitCode()).isEqualTo(1);
        assertThat(examination.printed())
                .containsSubsequence(
                        "warn  tlsKey         the collector asks for a certificate of this client, and got none",
                        "FAIL  tls ",
                        "-> ",
                        "tlsKey",
                        "Failed: tls: ");
        assertNothingSent(server);
    }

    @Test
    void check_collectorDoesNotAsk_saysThatTheKeyIsNotShown() throws Exception {
        TlsServer server = server(loopback);

        Examination examination = examine(server.url("127.0.0.1"), "--tls-key", keyFile(root.identity("client-1")));

        assertThat(examination.exitCode()).isZero();
        assertThat(examination.printed()).contains("info  tlsKey         the collector does not ask");
    }
}
