package dev.hec.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to an address: direct, or through an HTTP proxy. Immutable.
 *
 * @param proxy the proxy, or null for the direct way
 */
public record Route(@Nullable InetSocketAddress proxy) {

    /** What the JDK says when a proxy does not connect; followed by the status. */
    private static final String TUNNEL_FAILED = "Tunnel failed, got: ";

    /** The way that requests to an address take now. The proxy of the JVM may be another one at the next call. */
    public static Route to(URI url, ProxySettings settings) {
        if (settings.address() != null) {
            return new Route(settings.address());
        }
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(url);
        // The HTTP client looks at the first one only, and goes past a SOCKS proxy.
        return !proxies.isEmpty()
                        && proxies.get(0).type() == Proxy.Type.HTTP
                        && proxies.get(0).address() instanceof InetSocketAddress address
                ? new Route(address)
                : new Route(null);
    }

    /** Whether there is no proxy. */
    public boolean isDirect() {
        return proxy == null;
    }

    /**
     * The failure of an attempt as it looks on this way: what did not connect is the proxy, or the proxy says that it could
     * not. Such an attempt was not sent, so the failure is a {@link ConnectException}.
     */
    IOException failure(IOException failure, URI url) {
        if (isDirect()) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains(TUNNEL_FAILED)) {
            String status = message.substring(message.indexOf(TUNNEL_FAILED) + TUNNEL_FAILED.length());
            return because(
                    new ConnectException(
                            proxyName() + " answered " + status + " when asked to connect to " + url.getRawAuthority()),
                    failure);
        } else if (failure instanceof HttpConnectTimeoutException) {
            return because(
                    new HttpConnectTimeoutException(
                            proxyName() + ", or " + url.getRawAuthority() + " behind it, does not answer in time"),
                    failure);
        } else if (failure instanceof ConnectException) {
            return because(new ConnectException(proxyName() + " cannot be reached"), failure);
        }
        return failure;
    }

    private static IOException because(IOException told, IOException cause) {
        told.initCause(cause);
        return told;
    }

    /** Why the proxy answers 407, and what to do, for people. */
    public String refusal(URI url, ProxySettings settings) {
        return Explanation.ofProxyRefusal(
                proxyName(),
                "https".equalsIgnoreCase(url.getScheme()),
                settings.user() != null,
                BasicTunnelling.isDisabled());
    }

    /** Name of the proxy in a sentence. */
    public String proxyName() {
        return proxy == null ? "no proxy" : "the proxy " + proxy.getHostString() + ":" + proxy.getPort();
    }

    /** {@code directly} or {@code through the proxy host:port}. */
    @Override
    public String toString() {
        return isDirect() ? "directly" : "through " + proxyName();
    }
}
