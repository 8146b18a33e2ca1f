package dev.hec.transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy of one client. Immutable.
 *
 * @param address not resolved, so that a change of its name's address is followed; null for whatever proxy the JVM has
 * @param user for a proxy that asks for one, or null
 * @param password for a proxy that asks for one, or null
 */
public record ProxySettings(
        @Nullable InetSocketAddress address,
        @Nullable String user,
        @Nullable String password) {

    /** The proxy of the JVM, if it has one, without a user. */
    public static final ProxySettings JVM = new ProxySettings(null, null, null);

    /** A proxy by name and port. */
    public static ProxySettings of(String host, int port, @Nullable String user, @Nullable String password) {
        return new ProxySettings(InetSocketAddress.createUnresolved(host, port), user, password);
    }

    /** Value of the {@code Proxy-Authorization} header, or null without a user. */
    public @Nullable String authorization() {
        if (user == null) {
            return null;
        }
        String credential = user + ":" + (password == null ? "" : password);
        return "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    }

    /** The password as stars. */
    @Override
    public String toString() {
        return "ProxySettings[address=" + address + ", user=" + user + ", password="
                + (password == null ? "null" : "****") + "]";
    }
}
