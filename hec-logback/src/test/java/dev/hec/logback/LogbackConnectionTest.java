package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.ConnectionContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The common contract of connections, on Logback, and what only Logback has. */
class LogbackConnectionTest extends ConnectionContract {

    @Override
    protected String xml(Map<String, String> options, String elements) {
        return LogbackXml.of(options, Map.of(), elements);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    @Override
    protected String ssl(@Nullable Store trust, @Nullable Store key, @Nullable String protocol) {
        return "<ssl>" + (protocol == null ? "" : "<protocol>" + protocol + "</protocol>") + store("trustStore", trust)
                + store("keyStore", key) + "</ssl>\n";
    }

    private static String store(String name, @Nullable Store store) {
        return store == null
                ? ""
                : "<" + name + "><location>" + store.file().toUri() + "</location><password>" + store.password()
                        + "</password></" + name + ">";
    }

    @Override
    protected String sslName() {
        return "<ssl>";
    }

    @Override
    protected String header(String name, String value) {
        return "<header><name>" + name + "</name><value>" + value + "</value></header>\n";
    }

    @Override
    protected String secretProperty(String name) {
        return "${" + name + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"<name>X-Tenant</name>", "<value>blue</value>", "<name> </name><value>blue</value>"})
    void header_incomplete_isToldAndLeftOut(String parts) throws Exception {
        AppenderHost host = configure("https://localhost:1", "<header>" + parts + "</header>\n");

        assertThat(host.active()).isTrue();
        assertThat(host.status().containing("a header needs both <name> and <value>"))
                .hasSize(1);
    }

    @Test
    void ssl_parametersForSockets_areToldAndAppenderInactive() throws Exception {
        AppenderHost host = configure(
                "https://localhost:1",
                "<ssl><parameters><includedProtocols>TLSv1.2</includedProtocols></parameters></ssl>");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("<ssl> has <parameters>")).hasSize(1);
    }

    @Test
    void ssl_storeWithoutLocation_isToldAndAppenderInactive() throws Exception {
        AppenderHost host = configure(
                "https://localhost:1", "<ssl><trustStore><password>" + PASSWORD + "</password></trustStore></ssl>");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("<ssl> cannot be used")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ssl_keyStoreThatCannotBeUsed_isToldOnceAndAppenderInactive(boolean missing) throws Exception {
        Store key = keyStore();
        Store bad =
                missing ? new Store(key.file().resolveSibling("absent.p12"), PASSWORD) : new Store(key.file(), "wrong");

        assertInactive(configure("https://localhost:1", ssl(trustStore(), bad, null)));
    }

    @Test
    void ssl_noStores_trustsAsTheJvmDoes() throws Exception {
        AppenderHost host = configure(server().url("localhost").toString(), ssl(null, null, null));

        host.log("INFO", "m");
        host.status().await("certificate authority not trusted");

        assertThat(host.tally().delivered()).isZero();
    }

    @Test
    void start_afterStop_readsTheStoresAgain() throws Exception {
        LogbackHost host = (LogbackHost) configure(server().url("localhost").toString(), ssl(trustStore(), null, null));

        host.appender().stop();
        host.appender().start();
        host.log("INFO", "m");

        assertThat(host.flush(Duration.ofSeconds(20)).complete()).isTrue();
        assertThat(host.tally().delivered()).isEqualTo(1);
    }
}
