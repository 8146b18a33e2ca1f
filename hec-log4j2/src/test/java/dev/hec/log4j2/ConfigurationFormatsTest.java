package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.testing.ScriptedCollector;
import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same appender, from each format that Log4j reads. */
class ConfigurationFormatsTest {

    private static final String TOKEN = "s3cr3t-t0k3n";
    private static final String PASSWORD = "s3cr3t-p4ssw0rd";
    private static final String HEADER = "s3cr3t-h34d3r";

    @TempDir
    private Path directory;

    /** A format, and a configuration with a place for the address, for the token and for the place of a layout. */
    enum Format {
        XML("xml", """
                <Configuration>
                  <Appenders>
                    <Hec name="HEC" url="%s" token="%s" linger="10ms" source="orders" batch_size_count="7">
                      <HecField name="env" value="prod"/>
                      <HecField name="team" value="blue"/>
                      %s
                    </Hec>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="HEC"/></Root></Loggers>
                </Configuration>
                """, """
                <PatternLayout pattern="%level %msg%n"/>
                """, """
                <Property name="X-Key" value="$${sys:hec.formats.secret}"/>
                <Property name="X-Tenant" value="${sys:hec.formats.absent:-blue}"/>
                <Ssl><TrustStore location="STORE" type="PKCS12" password="PASSWORD"/></Ssl>
                """),
        STRICT_XML("xml", """
                <Configuration strict="true">
                  <Appenders>
                    <Appender type="Hec" name="HEC" url="%s" token="%s" linger="10ms" source="orders" batch_size_count="7">
                      <HecField name="env">prod</HecField>
                      <HecField name="team" value="blue"/>
                      %s
                    </Appender>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="HEC"/></Root></Loggers>
                </Configuration>
                """, """
                <Layout type="PatternLayout" pattern="%level %msg%n"/>
                """, """
                <Property name="X-Key" value="$${sys:hec.formats.secret}"/>
                <Property name="X-Tenant" value="${sys:hec.formats.absent:-blue}"/>
                <Ssl><TrustStore location="STORE" password="PASSWORD"/></Ssl>
                """),
        JSON("json", """
                {"configuration": {
                  "appenders": {"Hec": {"name": "HEC", "url": "%s", "token": "%s", "linger": "10ms", "source": "orders",
                    "batch_size_count": 7,
                    "HecField": [{"name": "env", "value": "prod"}, {"name": "team", "value": "blue"}]
                    %s
                  }},
                  "loggers": {"root": {"level": "info", "AppenderRef": {"ref": "HEC"}}}
                }}
                """, """
                , "PatternLayout": {"pattern": "%level %msg%n"}
                """, """
                , "Property": [
                    {"name": "X-Key", "value": "$${sys:hec.formats.secret}"},
                    {"name": "X-Tenant", "value": "${sys:hec.formats.absent:-blue}"}],
                  "Ssl": {"TrustStore": {"location": "STORE", "type": "PKCS12", "password": "PASSWORD"}}
                """),
        YAML("yaml", """
                Configuration:
                  Appenders:
                    Hec:
                      name: HEC
                      url: "%s"
                      token: "%s"
                      linger: 10ms
                      source: orders
                      batch_size_count: 7
                      HecField:
                        - name: env
                          value: prod
                        - name: team
                          value: blue
                %s
                  Loggers:
                    Root:
                      level: info
                      AppenderRef:
                        ref: HEC
                """, """
                      PatternLayout:
                        pattern: "%level %msg%n"
                """, """
                      Property:
                        - name: X-Key
                          value: $${sys:hec.formats.secret}
                        - name: X-Tenant
                          value: ${sys:hec.formats.absent:-blue}
                      Ssl:
                        TrustStore:
                          location: STORE
                          type: PKCS12
                          password: PASSWORD
                """),
        PROPERTIES("properties", """
                appender.hec.type = Hec
                appender.hec.name = HEC
                appender.hec.url = %s
                appender.hec.token = %s
                appender.hec.linger = 10ms
                appender.hec.source = orders
                appender.hec.batch_size_count = 7
                appender.hec.env.type = HecField
                appender.hec.env.name = env
                appender.hec.env.value = prod
                appender.hec.team.type = HecField
                appender.hec.team.name = team
                appender.hec.team.value = blue
                %s
                rootLogger = INFO, HEC
                """, """
                appender.hec.layout.type = PatternLayout
                appender.hec.layout.pattern = %level %msg%n
                """, """
                appender.hec.key.type = Property
                appender.hec.key.name = X-Key
                appender.hec.key.value = $${sys:hec.formats.secret}
                appender.hec.tenant.type = Property
                appender.hec.tenant.name = X-Tenant
                appender.hec.tenant.value = ${sys:hec.formats.absent:-blue}
                appender.hec.ssl.type = Ssl
                appender.hec.ssl.trust.type = TrustStore
                appender.hec.ssl.trust.location = STORE
                appender.hec.ssl.trust.password = PASSWORD
                """);

        private final String extension;
        private final String configuration;
        private final String layout;

        /** Headers and a trust store; in strict XML and properties {@code type} is an element's name, not that of a store. */
        private final String connection;

        Format(String extension, String configuration, String layout, String connection) {
            this.extension = extension;
            this.configuration = configuration;
            this.layout = layout;
            this.connection = connection;
        }
    }

    private Log4jHost start(Format format, ScriptedCollector collector, String layout) throws Exception {
        return start(format, collector.url(), layout);
    }

    private Log4jHost start(Format format, String url, String elements) throws Exception {
        return new Log4jHost(Files.writeString(
                directory.resolve("log4j2." + format.extension), format.configuration.formatted(url, TOKEN, elements)));
    }

    private static JsonNode envelope(Log4jHost host, ScriptedCollector collector) {
        assertThat(host.active()).as(() -> host.status().messages().toString()).isTrue();
        host.log("INFO", "m");
        JsonNode envelope = collector.awaitEvents(1).get(0);
        assertThat(envelope.path("source").asText()).isEqualTo("orders");
        assertThat(envelope.path("fields").path("env").asText()).isEqualTo("prod");
        assertThat(envelope.path("fields").path("team").asText()).isEqualTo("blue");
        assertThat(collector.requests().get(0).header("authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(host.status().containing("batch_size_count=7 is taken as batchEvents=7"))
                .hasSize(1);
        assertThat(host.status().containing(TOKEN)).isEmpty();
        assertThat(host.status().containing("ERROR")).isEmpty();
        return envelope;
    }

    @ParameterizedTest
    @EnumSource
    void appender_fromEachFormat_delivers(Format format) throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up();
                Log4jHost host = start(format, collector, "")) {
            assertThat(envelope(host, collector).path("event").path("message").textValue())
                    .isEqualTo("m");
        }
    }

    @ParameterizedTest
    @EnumSource
    void layout_fromEachFormat_makesTheEvent(Format format) throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up();
                Log4jHost host = start(format, collector, format.layout)) {
            assertThat(envelope(host, collector).path("event").textValue()).isEqualTo("INFO m");
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersAndTrust_fromEachFormat_areUsedOverTls(Format format) throws Exception {
        TestAuthority root = TestAuthority.root("Test Root");
        Path store = Files.write(
                directory.resolve("trust.p12"), TestIdentity.trustStore("PKCS12", PASSWORD, root.certificate()));
        String elements = format.connection.replace("STORE", store.toString()).replace("PASSWORD", PASSWORD);
        System.setProperty("hec.formats.secret", HEADER);
        try (TlsServer server = new TlsServer(root.identity("localhost"), root.certificate(), TlsServer.Ask.NOTHING);
                Log4jHost host = start(format, server.url("localhost").toString(), elements)) {
            host.log("INFO", "m");

            assertThat(host.flush(Duration.ofSeconds(20)).complete())
                    .as(() -> "delivered; " + host.status().containing("ERROR"))
                    .isTrue();
            assertThat(host.tally().delivered()).isEqualTo(1);
            assertThat(server.headers())
                    .singleElement()
                    .satisfies(headers -> assertThat(headers)
                            .containsEntry("X-key", List.of(HEADER))
                            .containsEntry("X-tenant", List.of("blue")));
            for (String secret : List.of(TOKEN, PASSWORD, HEADER)) {
                assertThat(host.status().containing(secret)).as(secret).isEmpty();
            }
        } finally {
            System.clearProperty("hec.formats.secret");
        }
    }
}
