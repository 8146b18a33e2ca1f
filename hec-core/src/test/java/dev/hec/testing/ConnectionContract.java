package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an appender meets its collector by the framework's own elements for TLS and for headers; each adapter's tests inherit it. */
public abstract class ConnectionContract {

    /** Unlike any other text, so that a leak is found by searching. */
    protected static final String PASSWORD = "s3cr3t-p4ssw0rd";

    private static final String SECRET = "s3cr3t-h34d3r, with a comma";
    private static final String SECRET_PROPERTY = "hec.contract.secret";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path DOCUMENT = Path.of("..", "docs", "tls-and-proxy.md");

    private static TestAuthority root;
    private static TestAuthority stranger;
    private static TestIdentity localhost;

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AppenderHost> hosts = new ArrayList<>();

    /** A key store file and its password. */
    public record Store(Path file, String password) {}

    /** A configuration in the framework's XML: an appender with options, and further elements in it, for all levels. */
    protected abstract String xml(Map<String, String> options, String elements);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    /** The framework's element for TLS. */
    protected abstract String ssl(@Nullable Store trust, @Nullable Store key, @Nullable String protocol);

    /** Its name, in angle brackets. */
    protected abstract String sslName();

    /** An element that adds a header. */
    protected abstract String header(String name, String value);

    /** How a header refers to a system property, so that its value shows nowhere. */
    protected abstract String secretProperty(String name);

    @BeforeAll
    static void issue() throws GeneralSecurityException {
        root = TestAuthority.root("Test Root");
        stranger = TestAuthority.root("Stranger");
        localhost = root.identity("localhost");
    }

    @AfterEach
    void closeAndSearchForSecrets() throws Exception {
        for (AppenderHost host : hosts) {
            host.close();
        }
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        System.clearProperty(SECRET_PROPERTY);
        for (AppenderHost host : hosts) {
            assertThat(host.status().containing(PASSWORD))
                    .as("messages with the password")
                    .isEmpty();
            assertThat(host.status().containing("s3cr3t-h34d3r"))
                    .as("messages with the value of a header")
                    .isEmpty();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** Starts the framework with an appender, given options as names and texts. */
    protected final AppenderHost configure(String url, String elements, String... namesAndTexts) throws IOException {
        write(url, elements, namesAndTexts);
        return started();
    }

    private AppenderHost started() {
        AppenderHost host = start(directory.resolve("logging.xml"));
        hosts.add(host);
        return host;
    }

    private void write(String url, String elements, String... namesAndTexts) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("token", "t");
        options.put("linger", "1ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "20ms");
        options.put("drainTimeout", "200ms");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            options.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        Files.writeString(directory.resolve("logging.xml"), xml(options, elements));
    }

    private TlsServer server(TestIdentity identity) throws Exception {
        return opened(new TlsServer(identity, root.certificate(), TlsServer.Ask.NOTHING));
    }

    /** A server that any test may trust. */
    protected final TlsServer server() throws Exception {
        return server(localhost);
    }

    private Store trustStore(X509Certificate trusted) throws Exception {
        return new Store(
                Files.write(directory.resolve("trust.p12"), TestIdentity.trustStore("PKCS12", PASSWORD, trusted)),
                PASSWORD);
    }

    /** A store that trusts {@link #server()}. */
    protected final Store trustStore() throws Exception {
        return trustStore(root.certificate());
    }

    /** A store with a certificate for this client. */
    protected final Store keyStore() throws Exception {
        return keyStore(root.identity("client-1"));
    }

    private Store keyStore(TestIdentity identity) throws Exception {
        return new Store(Files.write(directory.resolve("key.p12"), identity.keyStore("PKCS12", PASSWORD)), PASSWORD);
    }

    private static String url(TlsServer server) {
        return server.url("localhost").toString();
    }

    private static void deliver(AppenderHost host) throws InterruptedException {
        host.log("INFO", "m");
        assertThat(host.flush(PATIENCE).complete())
                .as(() -> "delivered; " + host.status().containing("WARN"))
                .isTrue();
        assertThat(host.tally().dropped()).isZero();
    }

    // TLS

    @Test
    void ssl_serverTrusted_delivers() throws Exception {
        TlsServer server = server();

        deliver(configure(url(server), ssl(trustStore(), null, null)));

        assertThat(server.protocols()).as("the newest that both have").containsExactly("TLSv1.3");
        assertThat(server.clients()).containsExactly("nobody");
    }

    @Test
    void ssl_protocolChosen_isTheOnlyOne() throws Exception {
        TlsServer server = server();

        deliver(configure(url(server), ssl(trustStore(), null, "TLSv1.2")));

        assertThat(server.protocols()).containsExactly("TLSv1.2");
    }

    @Test
    void ssl_serverAsksForACertificate_getsIt() throws Exception {
        TlsServer server = opened(new TlsServer(localhost, root.certificate(), TlsServer.Ask.CERTIFICATE));

        deliver(configure(url(server), ssl(trustStore(), keyStore(), null)));

        assertThat(server.clients()).containsExactly("CN=client-1");
    }

    @Test
    void ssl_serverOfAStranger_isRefusedAndToldAndGetsNoToken() throws Exception {
        TlsServer server = server(stranger.identity("localhost"));
        AppenderHost host = configure(url(server), ssl(trustStore(), null, null));

        host.log("INFO", "m");
        host.status().await("certificate authority not trusted");

        assertThat(server.headers()).isEmpty();
        assertThat(host.active()).isTrue();
        assertThat(host.tally().delivered()).isZero();
    }

    @Test
    void ssl_certificateOfAnotherHost_isRefusedAndTold() throws Exception {
        TlsServer server = server(root.identity("collector.example.org"));
        AppenderHost host = configure(url(server), ssl(trustStore(), null, null));

        host.log("INFO", "m");
        host.status().await("certificate of another host");

        assertThat(server.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ssl_trustStoreThatCannotBeUsed_isToldOnceAndAppenderInactive(boolean missing) throws Exception {
        TlsServer server = server();
        Store trust = trustStore();
        Store bad = missing ? new Store(directory.resolve("absent.p12"), PASSWORD) : new Store(trust.file(), "wrong");

        assertInactive(configure(url(server), ssl(bad, keyStore(), null)));
        assertInactive(configure(url(server), ssl(bad, null, null)));

        assertThat(server.headers()).isEmpty();
    }

    /** Asserts that the framework told once of an element that cannot be used, and goes on without the appender. */
    protected final void assertInactive(AppenderHost host) {
        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing(sslName() + " cannot be used"))
                .singleElement()
                .asString()
                .contains("Appender HEC is inactive", "check location", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "tlsTrust, /t.pem, ' and tlsTrust are both given; keep '",
        "tlsKey, /k.pem, ' and tlsKey are both given; keep '",
        "tlsPins, sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, '; use tlsTrust'"
    })
    void ssl_besideSettingsOfTls_isToldAndAppenderInactive(String option, String text, String problem)
            throws Exception {
        AppenderHost host = configure("https://localhost:1", ssl(trustStore(), null, null), option, text);

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing(sslName() + problem)).hasSize(1);
    }

    @Test
    void reconfigure_storeWithAnotherContent_holds() throws Exception {
        TlsServer before = server();
        TlsServer after = server(stranger.identity("localhost"));
        String element = ssl(trustStore(), null, null);
        AppenderHost host = configure(url(before), element);
        deliver(host);

        trustStore(stranger.certificate());
        write(url(after), element);
        host.reconfigure();
        deliver(host);
        write(url(before), element);
        host.reconfigure();
        host.log("INFO", "m");
        host.status().await("certificate authority not trusted");

        assertThat(before.headers()).hasSize(1);
        assertThat(after.headers()).hasSize(1);
    }

    @Test
    void reconfigure_sameAddressAndStoreWithAnotherContent_isNotTheOldConnection() throws Exception {
        TlsServer server = server();
        String element = ssl(trustStore(), null, null);
        AppenderHost host = configure(url(server), element);
        deliver(host);

        trustStore(stranger.certificate());
        host.reconfigure();
        host.log("INFO", "m");
        host.status().await("certificate authority not trusted");

        assertThat(server.headers()).hasSize(1);
    }

    @Test
    void document_itsExample_delivers() throws Exception {
        TlsServer server = opened(new TlsServer(localhost, root.certificate(), TlsServer.Ask.CERTIFICATE));
        String example = example()
                .replace("https://collector.example.com", url(server))
                .replace("/etc/ssl/hec-trust.p12", trustStore().file().toString())
                .replace("/etc/ssl/hec-key.p12", keyStore().file().toString())
                .replaceAll("\\$\\{[^}]*PASSWORD}", PASSWORD)
                .replaceAll("\\$\\{[^}]*TOKEN}", "t");
        assertThat(example).as("every place filled").doesNotContain("${", "/etc/", "example.com");
        Files.writeString(directory.resolve("logging.xml"), example);

        deliver(started());

        assertThat(server.clients()).containsExactly("CN=client-1");
        assertThat(server.protocols()).containsExactly("TLSv1.3");
    }

    /** The block of the document that is a configuration with this framework's element. */
    private String example() throws IOException {
        Matcher block = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        return block.results()
                .map(found -> found.group(1))
                .filter(xml -> xml.contains(sslName()))
                .findFirst()
                .orElseThrow();
    }

    // Headers

    @Test
    void headers_asOptionAndAsElements_areSentWithEachRequest() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        System.setProperty(SECRET_PROPERTY, SECRET);
        collector.reply(ScriptedReply.BUSY);
        AppenderHost host = configure(
                collector.url(),
                header("X-Gateway-Key", secretProperty(SECRET_PROPERTY)) + header("x-tenant", "green"),
                "headers",
                "X-Tenant=blue, X-Other=s3cr3t-h34d3r-2");

        deliver(host);

        assertThat(collector.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.header("x-gateway-key")).isEqualTo(SECRET);
            assertThat(request.header("x-tenant")).isEqualTo("green");
            assertThat(request.header("x-other")).isEqualTo("s3cr3t-h34d3r-2");
            assertThat(request.header("authorization")).isEqualTo("Bearer t");
            assertThat(request.header("x-hec-batch")).isNotEmpty();
        });
    }

    @Test
    void headers_ofRawLines_areSentToo() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        AppenderHost host = configure(collector.url(), "", "mode", "raw", "eventId", "off", "headers", "X-Tenant=blue");

        host.log("INFO", "m");

        ReceivedRequest request = collector.awaitRequests(1).get(0);
        assertThat(request.path()).startsWith("/services/collector/raw");
        assertThat(request.header("x-tenant")).isEqualTo("blue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Content-Length", "X-Hec-Batch", "Host", "X Tenant"})
    void headers_elementThatCannotBe_isToldAndAppenderInactive(String name) throws Exception {
        AppenderHost host = configure("https://localhost:1", header(name, "v"));

        host.log("INFO", "unharmed");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("headers: ")).hasSize(1);
    }
}
