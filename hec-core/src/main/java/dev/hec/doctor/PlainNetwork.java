package dev.hec.doctor;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The network as the JVM is set up for it, and the proxy of the settings. Used by one thread. */
final class PlainNetwork implements Network {

    private static final List<Setting<?>> IGNORED = List.of(
            HecSetting.PROXY_USER,
            HecSetting.PROXY_PASSWORD,
            HecSetting.TLS_TRUST,
            HecSetting.TLS_TRUST_PASSWORD,
            HecSetting.TLS_KEY,
            HecSetting.TLS_KEY_PASSWORD);

    private final HecSettings settings;
    private @Nullable HttpClient client;

    PlainNetwork(HecSettings settings) {
        this.settings = settings;
    }

    private @Nullable ProxySelector proxies() {
        URI proxy = settings.find(HecSetting.PROXY);
        return proxy == null
                ? ProxySelector.getDefault()
                // An IPv6 address stands in brackets in a URI only.
                : ProxySelector.of(InetSocketAddress.createUnresolved(
                        proxy.getHost().replaceAll("[\\[\\]]", ""), proxy.getPort()));
    }

    @Override
    public @Nullable InetSocketAddress proxy(URI url) {
        ProxySelector proxies = proxies();
        if (proxies == null) {
            return null;
        }
        return proxies.select(url).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(proxy -> (InetSocketAddress) proxy.address())
                .findFirst()
                .orElse(null);
    }

    @Override
    public SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM's trust store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public HttpClient client() {
        HttpClient current = client;
        if (current == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(
                            settings.get(HecSetting.HTTP_VERSION).equals("2")
                                    ? HttpClient.Version.HTTP_2
                                    : HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.get(HecSetting.CONNECT_TIMEOUT))
                    .sslContext(tls());
            ProxySelector proxies = proxies();
            if (proxies != null) {
                builder.proxy(proxies);
            }
            current = builder.build();
            client = current;
        }
        return current;
    }

    @Override
    public List<String> ignored() {
        return IGNORED.stream()
                .filter(setting -> settings.find(setting) != null)
                .map(Setting::name)
                .toList();
    }
}
