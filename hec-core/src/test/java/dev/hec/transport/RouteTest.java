package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("replaces the proxy selector of the JVM")
class RouteTest {

    private static final URI URL = URI.create("https://collector.example.org/");

    private static Route withJvmSelector(ProxySelector selector, ProxySettings settings) {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(selector);
        try {
            return Route.to(URL, settings);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static ProxySelector selecting(Proxy... proxies) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxies);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    private static Proxy proxy(Proxy.Type type) {
        return new Proxy(type, InetSocketAddress.createUnresolved("jvm-proxy", 3128));
    }

    @Test
    void to_ownProxy_goesBeforeThatOfTheJvm() {
        Route route = withJvmSelector(selecting(proxy(Proxy.Type.HTTP)), ProxySettings.of("own", 8080, null, null));

        assertThat(route).hasToString("through the proxy own:8080");
        assertThat(route.isDirect()).isFalse();
    }

    @Test
    void to_noProxyOfOurOwn_isTheWayOfTheJvm() {
        assertThat(withJvmSelector(selecting(proxy(Proxy.Type.HTTP)), ProxySettings.JVM))
                .hasToString("through the proxy jvm-proxy:3128");
        assertThat(withJvmSelector(selecting(Proxy.NO_PROXY, proxy(Proxy.Type.HTTP)), ProxySettings.JVM))
                .hasToString("directly");
        assertThat(withJvmSelector(selecting(proxy(Proxy.Type.SOCKS)), ProxySettings.JVM))
                .as("as the HTTP client does")
                .hasToString("directly");
        assertThat(withJvmSelector(selecting(), ProxySettings.JVM).isDirect()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"Basic, true", "'NTLM, basic', true", "'', false", "NTLM, false", "Basics, false", "null, false"},
            nullValues = "null")
    void disables_schemes_areAListInAnyCase(String schemes, boolean disabled) {
        assertThat(BasicTunnelling.disables(schemes)).isEqualTo(disabled);
    }

    @Test
    void toString_ofSettings_hasNoPassword() {
        assertThat(ProxySettings.of("own", 8080, "user", "s3cr3t").toString())
                .contains("own", "8080", "user")
                .doesNotContain("s3cr3t");
    }
}
