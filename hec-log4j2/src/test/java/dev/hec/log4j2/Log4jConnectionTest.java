package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.settings.HecConfig;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.ConnectionContract;
import dev.hec.transport.TlsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.net.ssl.SslConfiguration;
import org.apache.logging.log4j.core.net.ssl.TrustStoreConfiguration;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The common contract of connections, on Log4j2, and what only Log4j2 has. */
class Log4jConnectionTest extends ConnectionContract {

    @Override
    protected String xml(Map<String, String> options, String elements) {
        return Log4jXml.of(options, Map.of(), elements);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }

    @Override
    protected String ssl(@Nullable Store trust, @Nullable Store key, @Nullable String protocol) {
        return "<Ssl" + (protocol == null ? "" : " protocol=\"" + protocol + "\"") + ">" + store("KeyStore", key)
                + store("TrustStore", trust) + "</Ssl>\n";
    }

    private static String store(String name, @Nullable Store store) {
        return store == null
                ? ""
                : "<" + name + " location=\"" + store.file() + "\" type=\"PKCS12\" password=\"" + store.password()
                        + "\"/>";
    }

    @Override
    protected String sslName() {
        return "<Ssl>";
    }

    @Override
    protected String header(String name, String value) {
        return "<Property name=\"" + name + "\" value=\"" + value + "\"/>\n";
    }

    @Override
    protected String secretProperty(String name) {
        // Log4j shows what a property holds after its first look, so the variable is left for the second one.
        return "$${sys:" + name + "}";
    }

    @Test
    void ssl_withoutTrustStore_isToldAndAppenderInactive() throws Exception {
        assertInactive(configure("https://localhost:1", ssl(null, null, null)));
        assertInactive(configure("https://localhost:1", ssl(null, keyStore(), null)));
    }

    @Test
    void ssl_unknownProtocol_isToldAndAppenderInactive() throws Exception {
        assertInactive(configure("https://localhost:1", ssl(trustStore(), keyStore(), "TLSv9")));
    }

    @Test
    void ssl_keyStoreThatIsMissing_isToldByLog4jAndTrustHolds() throws Exception {
        TlsServer server = server();
        Store missing = new Store(trustStore().file().resolveSibling("absent.p12"), PASSWORD);
        AppenderHost host = configure(server.url("localhost").toString(), ssl(trustStore(), missing, null));

        host.log("INFO", "m");

        assertThat(host.flush(Duration.ofSeconds(20)).complete()).isTrue();
        assertThat(host.status().containing("ERROR").stream().filter(message -> message.contains("KeyStore")))
                .isNotEmpty();
        assertThat(server.clients()).containsExactly("nobody");
    }

    /** Log4j takes true only, and says false itself where nothing is said. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void ssl_verifyHostNameWhateverItSays_theNameIsChecked(String verify) throws Exception {
        AppenderHost host = configure(
                server().url("127.0.0.1").toString(),
                ssl(trustStore(), null, null).replace("<Ssl", "<Ssl verifyHostName=\"" + verify + "\""));

        host.log("INFO", "m");
        host.status().await("certificate of another host");

        assertThat(host.tally().delivered()).isZero();
    }

    @Test
    void builder_sslAndProperties_areTaken() throws Exception {
        TlsServer server = server();
        Store trust = trustStore();
        HecConfig config = new HecConfig();
        config.set("url", server.url("localhost").toString());
        config.set("token", "t");
        HecAppender appender = HecAppender.newBuilder()
                .setName("HEC")
                .setConfig(config)
                .setPropertyArray(new Property[] {Property.createProperty("X-Tenant", "blue")})
                .setSsl(SslConfiguration.createSSLConfiguration(
                        null,
                        null,
                        TrustStoreConfiguration.createKeyStoreConfiguration(
                                trust.file().toString(), trust.password().toCharArray(), null, null, "PKCS12", null)))
                .build();
        appender.start();

        appender.append(Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("m"))
                .build());
        appender.stop(20, TimeUnit.SECONDS);

        assertThat(server.headers())
                .singleElement()
                .satisfies(headers -> assertThat(headers.get("X-tenant")).containsExactly("blue"));
    }

    @Test
    void reconfigure_storesOfTheSameContent_goesOnWithTheSameClient() throws Exception {
        Log4jHost host = (Log4jHost) configure(server().url("localhost").toString(), ssl(trustStore(), null, null));
        host.log("INFO", "m");
        HecAppender before = host.appender();
        trustStore();

        host.reconfigure();
        host.log("INFO", "m");

        assertThat(host.appender()).isNotSameAs(before);
        assertThat(host.tally().admitted()).as("of both appenders").isEqualTo(2);
    }
}
