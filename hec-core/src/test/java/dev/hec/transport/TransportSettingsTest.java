package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.transport.tls.TlsSettings;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransportSettingsTest {

    private static final String PIN = "sha256/" + "A".repeat(43) + "=";

    private static TransportSettings from(Map<String, String> texts) throws ConfigException {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.org");
        config.set("token", "token");
        texts.forEach(config::set);
        return TransportSettings.from(config.parse());
    }

    @Test
    void from_nothingSet_isTheJvmsOwnOverHttp11() throws Exception {
        assertThat(from(Map.of()))
                .isEqualTo(TransportSettings.of(Duration.ofSeconds(5), Duration.ofSeconds(60)))
                .satisfies(settings -> assertThat(settings.tls().isJvm()).isTrue());
    }

    @Test
    void from_everythingSet_hasEverything() throws Exception {
        String channel = "8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b";

        TransportSettings settings = from(Map.ofEntries(
                Map.entry("connectTimeout", "1s"),
                Map.entry("requestTimeout", "2s"),
                Map.entry("httpVersion", "2"),
                Map.entry("proxy", "[::1]:3128"),
                Map.entry("proxyUser", "user"),
                Map.entry("proxyPassword", "s3cr3t-1"),
                Map.entry("tlsTrust", "/t"),
                Map.entry("tlsTrustPassword", "s3cr3t-2"),
                Map.entry("tlsKey", "/k"),
                Map.entry("tlsKeyPassword", "s3cr3t-3"),
                Map.entry("tlsPins", PIN),
                Map.entry("headers", "X-Key=s3cr3t-4"),
                Map.entry("channel", channel)));

        assertThat(settings)
                .isEqualTo(new TransportSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        HttpClient.Version.HTTP_2,
                        new ProxySettings(InetSocketAddress.createUnresolved("::1", 3128), "user", "s3cr3t-1"),
                        new TlsSettings(Path.of("/t"), "s3cr3t-2", Path.of("/k"), "s3cr3t-3", List.of(PIN)),
                        Map.of("X-Key", "s3cr3t-4", "X-Splunk-Request-Channel", channel)));
        assertThat(settings.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void withHeader_another_isAdded() {
        TransportSettings settings = TransportSettings.of(Duration.ZERO, Duration.ZERO)
                .withHeader("A", "1")
                .withHeader("B", "2")
                .withHeader("A", "3");

        assertThat(settings.headers()).isEqualTo(Map.of("A", "3", "B", "2"));
    }
}
