package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.settings.HecConfig;
import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files behind a client are replaced while it runs, its collector speaks TLS. The clock is the machine's, since the client has
 * no other; what is waited for is that the client notices, which takes it up to a second.
 */
class ReloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    private static TestAuthority root;
    private static TestAuthority stranger;
    private static TestIdentity localhost;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();

    @TempDir
    private Path directory;

    private Path token;
    private Path trust;
    private Path key;

    @BeforeAll
    static void issue() throws GeneralSecurityException {
        root = TestAuthority.root("Test Root");
        stranger = TestAuthority.root("Stranger");
        localhost = root.identity("localhost");
    }

    @BeforeEach
    void write() throws Exception {
        token = replace("token", "old-token");
        trust = replace("trust.pem", TestIdentity.pem(List.of(root.certificate())));
        key = replace("key.pem", root.identity("client-1").pem());
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    /** Puts a complete file in the place of another, as whoever rotates secrets should. */
    private Path replace(String name, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve(name + ".new"), content);
        return Files.move(
                fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private TlsServer collector() throws Exception {
        return opened(new TlsServer(localhost, root.certificate(), TlsServer.Ask.CERTIFICATE));
    }

    private HecClient client(TlsServer collector) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", collector.url("localhost").toString());
        config.set("tokenFile", token.toString());
        config.set("tlsTrust", trust.toString());
        config.set("tlsKey", key.toString());
        config.set("retryInitial", "5ms");
        config.set("retryMax", "20ms");
        return opened(HecClient.open("reload", config.parse(), diagnostics));
    }

    private static void offer(HecClient client) {
        assertThat(client.offer("hello", TEXT, 1_537_538_443_001L, Severity.INFO))
                .isEqualTo(Admission.ADMITTED);
    }

    private static void deliver(HecClient client) {
        offer(client);
        try {
            assertThat(client.flush(PATIENCE).complete()).as("flushed").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> tokens(TlsServer collector) {
        return collector.headers().stream()
                .map(headers -> headers.get("Authorization").get(0))
                .distinct()
                .toList();
    }

    private static void assertNothingLost(HecClient client) {
        assertThat(client.tally().delivered()).isEqualTo(client.tally().admitted());
        assertThat(client.tally().dropped()).isZero();
    }

    @Test
    void tokenFile_replaced_isUsedBeforeTheCollectorRefusesTheOldOne() throws Exception {
        TlsServer collector = collector();
        HecClient client = client(collector);
        deliver(client);

        replace("token", "new-token");
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return tokens(collector).size() > 1;
        });
        deliver(client);

        // This collector refuses nothing.
        assertThat(tokens(collector)).containsExactly("Bearer old-token", "Bearer new-token");
        assertThat(client.tally().retries()).isZero();
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .startsWith("INFO Using the new token with SHA-256 ")
                .endsWith(" from the token file " + token + ".");
        assertNothingLost(client);
    }

    @Test
    void tokenFile_gone_theOldTokenGoesOnAndThatIsToldOnce() throws Exception {
        TlsServer collector = collector();
        HecClient client = client(collector);
        deliver(client);

        Files.delete(token);
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return !diagnostics.messages().isEmpty();
        });
        replace("token", "new-token");
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return tokens(collector).size() > 1;
        });

        assertThat(diagnostics.messages())
                .satisfiesExactly(
                        gone -> assertThat(gone)
                                .startsWith("WARN No new token: cannot read the token file")
                                .contains("Keeping"),
                        back -> assertThat(back).startsWith("INFO Using the new token"));
        assertNothingLost(client);
    }

    @Test
    void trust_withdrawnAndGivenBack_stopsDeliveryAndResumesItWithoutLoss() throws Exception {
        TlsServer collector = collector();
        HecClient client = client(collector);
        deliver(client);

        replace("trust.pem", TestIdentity.pem(List.of(stranger.certificate())));
        await().atMost(PATIENCE).until(() -> {
            offer(client);
            return told("certificate authority not trusted") > 0;
        });
        int requests = collector.headers().size();
        for (int i = 0; i < 10; i++) {
            offer(client);
        }
        assertThat(client.flush(Duration.ofMillis(200)).complete()).isFalse();
        assertThat(collector.headers())
                .as("no token over a connection not trusted")
                .hasSize(requests);

        replace("trust.pem", TestIdentity.pem(List.of(root.certificate())));
        deliver(client);

        assertThat(told("INFO Read tlsTrust " + trust + " again; it has changed."))
                .as("once for each change")
                .isEqualTo(2);
        assertThat(told("certificate authority not trusted")).isEqualTo(1);
        assertNothingLost(client);
    }

    private long told(String text) {
        return diagnostics.messages().stream()
                .filter(message -> message.contains(text))
                .count();
    }

    @Test
    void key_replaced_isShownToTheCollectorFromThenOn() throws Exception {
        TlsServer collector = collector();
        HecClient client = client(collector);
        deliver(client);

        replace("key.pem", root.identity("client-2").pem());
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return collector.clients().contains("CN=client-2");
        });
        deliver(client);

        assertThat(collector.clients().stream().distinct()).containsExactly("CN=client-1", "CN=client-2");
        assertThat(diagnostics.messages()).containsExactly("INFO Read tlsKey " + key + " again; it has changed.");
        assertNothingLost(client);
    }

    @Test
    void filesOfTls_replacedByUselessOnes_theOldOnesGoOnAndThatIsToldOnceEach() throws Exception {
        TlsServer collector = collector();
        HecClient client = client(collector);
        deliver(client);

        replace("trust.pem", "oops");
        replace("key.pem", "oops");
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return diagnostics.messages().size() >= 2;
        });
        // Both files are looked at together, so the useless one is looked at again.
        replace("key.pem", root.identity("client-2").pem());
        await().atMost(PATIENCE).until(() -> {
            deliver(client);
            return collector.clients().contains("CN=client-2");
        });

        assertThat(diagnostics.messages())
                .satisfiesExactly(
                        badTrust -> assertThat(badTrust).startsWith("WARN tlsTrust: the file " + trust),
                        badKey -> assertThat(badKey).startsWith("WARN tlsKey: the file " + key),
                        goodKey ->
                                assertThat(goodKey).isEqualTo("INFO Read tlsKey " + key + " again; it has changed."));
        assertNothingLost(client);
    }
}
