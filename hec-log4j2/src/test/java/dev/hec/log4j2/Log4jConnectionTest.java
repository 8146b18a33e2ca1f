package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.ConnectionContract;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
