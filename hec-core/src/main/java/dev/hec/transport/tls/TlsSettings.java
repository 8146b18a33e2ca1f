package dev.hec.transport.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and what to show. Immutable.
 *
 * @param trust PEM file or key store with the certificates to trust; null for those of the JVM
 * @param trustPassword of the key store {@code trust}
 * @param key PEM file or key store with the certificate and private key of this client; null for none
 * @param keyPassword of the key store or encrypted key {@code key}
 * @param pins {@code sha256/…} of public keys, one of which must be in the collector's chain; empty for any
 */
public record TlsSettings(
        @Nullable Path trust,
        @Nullable String trustPassword,
        @Nullable Path key,
        @Nullable String keyPassword,
        List<String> pins) {

    /** Everything as the JVM is set up, {@code javax.net.ssl.*} included. */
    public static final TlsSettings JVM = new TlsSettings(null, null, null, null, List.of());

    /** Copies the pins. */
    public TlsSettings {
        pins = List.copyOf(pins);
    }

    /** Whether nothing differs from the JVM. */
    public boolean isJvm() {
        return trust == null && key == null && pins.isEmpty();
    }

    /** Passwords as stars. */
    @Override
    public String toString() {
        return "TlsSettings[trust=" + trust + ", trustPassword=" + stars(trustPassword) + ", key=" + key
                + ", keyPassword=" + stars(keyPassword) + ", pins=" + pins + "]";
    }

    private static @Nullable String stars(@Nullable String secret) {
        return secret == null ? null : "****";
    }
}
