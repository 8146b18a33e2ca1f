package dev.hec.log4j2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.logging.log4j.core.net.ssl.AbstractKeyStoreConfiguration;
import org.apache.logging.log4j.core.net.ssl.KeyStoreConfiguration;
import org.apache.logging.log4j.core.net.ssl.SslConfiguration;
import org.apache.logging.log4j.core.net.ssl.TrustStoreConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * TLS by Log4j's own element {@code <Ssl>}. Immutable.
 *
 * <p>The context is Log4j's own. But where a store cannot be used, Log4j goes on with the JVM's, after an error of its own: it would
 * trust others than it was told to. A store that it could not read looks from here like one that was never given, so there
 * must be a trust store; and what is made sure of is that the context is not that of the JVM.
 */
final class SslElement {

    private final SSLContext context;
    private final String fingerprint;

    private SslElement(SslConfiguration ssl) throws GeneralSecurityException {
        KeyStoreConfiguration keys = ssl.getKeyStoreConfig();
        TrustStoreConfiguration trust = ssl.getTrustStoreConfig();
        if (trust == null) {
            throw new GeneralSecurityException(
                    "it needs a <TrustStore>; if it has one, Log4j has told what is wrong with it");
        }
        requireUsable(trust);
        // Newer versions forget location and password once they have opened the keys.
        if (keys != null && keys.getLocation() != null) {
            requireUsable(keys);
        }
        SSLContext made = ssl.getSslContext();
        if (made == null || isOfTheJvm(made)) {
            throw new GeneralSecurityException("Log4j has told why");
        }
        context = made;
        fingerprint = fingerprint(ssl.getProtocol(), Arrays.asList(keys, trust));
    }

    /**
     * Reads the element.
     *
     * @param ssl as Log4j has built it; null if there is none
     * @return null if there is none
     * @throws UncheckedIOException if it cannot be used; its message says what to do
     */
    static @Nullable SslElement of(@Nullable SslConfiguration ssl) {
        if (ssl == null) {
            return null;
        }
        try {
            return new SslElement(ssl);
        } catch (GeneralSecurityException e) {
            throw unusable("(" + e.getMessage() + "); check location, password and type of its stores", e);
        } catch (LinkageError e) {
            throw unusable("with this version of Log4j; use tlsTrust and tlsKey in its place", e);
        }
    }

    private static UncheckedIOException unusable(String why, Throwable cause) {
        return new UncheckedIOException("<Ssl> cannot be used " + why, new IOException(cause));
    }

    private static boolean isOfTheJvm(SSLContext context) {
        try {
            return context == SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            // There is none to fall back to.
            return false;
        }
    }

    private static void requireUsable(KeyStoreConfiguration keys) throws GeneralSecurityException {
        char[] password = keys.getPasswordAsCharArray();
        try {
            KeyManagerFactory.getInstance(Objects.requireNonNullElseGet(
                            keys.getKeyManagerFactoryAlgorithm(), KeyManagerFactory::getDefaultAlgorithm))
                    .init(keys.getKeyStore(), password);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    private static void requireUsable(TrustStoreConfiguration trust) throws GeneralSecurityException {
        TrustManagerFactory.getInstance(Objects.requireNonNullElseGet(
                        trust.getTrustManagerFactoryAlgorithm(), TrustManagerFactory::getDefaultAlgorithm))
                .init(trust.getKeyStore());
    }

    /** Of what the stores hold, so that a store with another content under the same name is another one. */
    private static String fingerprint(String protocol, List<? extends @Nullable AbstractKeyStoreConfiguration> stores)
            throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(protocol.getBytes(StandardCharsets.UTF_8));
        for (AbstractKeyStoreConfiguration configured : stores) {
            digest.update((byte) (configured == null ? 0 : 1));
            if (configured != null) {
                update(digest, configured.getKeyStore());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void update(MessageDigest digest, KeyStore store) throws GeneralSecurityException {
        List<String> aliases = Collections.list(store.aliases());
        Collections.sort(aliases);
        for (String alias : aliases) {
            digest.update((alias + "\n").getBytes(StandardCharsets.UTF_8));
            // A certificate holds the public key, so another private key shows here too.
            Certificate[] chain = store.getCertificateChain(alias);
            Certificate alone = store.getCertificate(alias);
            for (Certificate certificate : chain != null ? chain : new Certificate[] {alone}) {
                if (certificate != null) {
                    digest.update(certificate.getEncoded());
                }
            }
        }
    }

    SSLContext context() {
        return context;
    }

    /** Tells elements apart, by what their stores hold. */
    String fingerprint() {
        return fingerprint;
    }
}
