package dev.hec.transport;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.transport.tls.TlsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to connect. Immutable.
 *
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for a complete answer, connecting included
 * @param httpVersion highest version to offer
 * @param headers sent with every request
 */
public record TransportSettings(
        Duration connectTimeout,
        Duration requestTimeout,
        HttpClient.Version httpVersion,
        ProxySettings proxy,
        TlsSettings tls,
        Map<String, String> headers) {

    /** Header that carries the setting {@code channel}. */
    public static final String CHANNEL_HEADER = "X-Splunk-Request-Channel";

    /** Copies the headers. */
    public TransportSettings {
        headers = Map.copyOf(headers);
    }

    /** HTTP/1.1, proxy and trust of the JVM, no further header. */
    public static TransportSettings of(Duration connectTimeout, Duration requestTimeout) {
        return new TransportSettings(
                connectTimeout,
                requestTimeout,
                HttpClient.Version.HTTP_1_1,
                ProxySettings.JVM,
                TlsSettings.JVM,
                Map.of());
    }

    /** What the settings of a client say of connecting. */
    public static TransportSettings from(HecSettings settings) {
        Map<String, String> headers = new HashMap<>(settings.get(HecSetting.HEADERS));
        String channel = settings.find(HecSetting.CHANNEL);
        if (channel != null) {
            headers.put(CHANNEL_HEADER, channel);
        }
        List<String> pins = settings.find(HecSetting.TLS_PINS);
        return new TransportSettings(
                settings.get(HecSetting.CONNECT_TIMEOUT),
                settings.get(HecSetting.REQUEST_TIMEOUT),
                settings.get(HecSetting.HTTP_VERSION).equals("2")
                        ? HttpClient.Version.HTTP_2
                        : HttpClient.Version.HTTP_1_1,
                proxy(settings),
                new TlsSettings(
                        settings.find(HecSetting.TLS_TRUST),
                        settings.find(HecSetting.TLS_TRUST_PASSWORD),
                        settings.find(HecSetting.TLS_KEY),
                        settings.find(HecSetting.TLS_KEY_PASSWORD),
                        pins == null ? List.of() : pins),
                headers);
    }

    private static ProxySettings proxy(HecSettings settings) {
        URI proxy = settings.find(HecSetting.PROXY);
        InetSocketAddress address = proxy == null
                ? null
                // An IPv6 address stands in brackets in a URI only.
                : InetSocketAddress.createUnresolved(proxy.getHost().replaceAll("[\\[\\]]", ""), proxy.getPort());
        return new ProxySettings(
                address, settings.find(HecSetting.PROXY_USER), settings.find(HecSetting.PROXY_PASSWORD));
    }

    /** The same with one header more, or another value of it. */
    public TransportSettings withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new TransportSettings(connectTimeout, requestTimeout, httpVersion, proxy, tls, more);
    }

    /** Names of headers without their values, which may be secret. */
    @Override
    public String toString() {
        return "TransportSettings[connectTimeout=" + connectTimeout + ", requestTimeout=" + requestTimeout
                + ", httpVersion=" + httpVersion + ", proxy=" + proxy + ", tls=" + tls + ", headers="
                + headers.keySet() + "]";
    }
}
