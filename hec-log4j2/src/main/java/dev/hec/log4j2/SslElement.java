package dev.hec.log4j2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.net.ssl.AbstractKeyStoreConfiguration;
import org.apache.logging.log4j.core.net.ssl.KeyStoreConfiguration;
import org.apache.logging.log4j.core.net.ssl.SslConfiguration;
import org.apache.logging.log4j.core.net.ssl.TrustStoreConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * TLS by Log4j's own element {@code <Ssl>}. Immutable.
 *
 * <p>The context is made here, of the element's parts. Log4j's own one falls back to the JVM's where a part cannot be used,
 * and would trust others than it was told to, or show no certificate.
 */
final class SslElement {

    private final SSLContext context;
    private final String fingerprint;

    private SslElement(SslConfiguration ssl) throws GeneralSecurityException {
        KeyStoreConfiguration keys = ssl.getKeyStoreConfig();
        TrustStoreConfiguration trust = ssl.getTrustStoreConfig();
        context = SSLContext.getInstance(ssl.getProtocol());
        context.init(keys == null ? null : managers(keys), trust == null ? null : managers(trust), null);
        fingerprint = fingerprint(ssl.getProtocol(), Arrays.asList(keys, trust));
    }

    /**
     * Reads the element.
     *
     * @param ssl as Log4j has built it; null if there is none, or if that was not possible
     * @param appender the element that {@code <Ssl>} is in; null for a configuration by program
     * @return null if there is none
     * @throws UncheckedIOException if it cannot be used; its message says what to do
     */
    static @Nullable SslElement of(@Nullable SslConfiguration ssl, @Nullable Node appender) {
        if (appender != null) {
            appender.getChildren().stream().filter(SslElement::isSsl).forEach(SslElement::requireBuilt);
        }
        if (ssl == null) {
            return null;
        }
        try {
            return new SslElement(ssl);
        } catch (GeneralSecurityException e) {
            throw unusable("(" + e.getMessage() + "); check its stores and their passwords", e);
        } catch (LinkageError e) {
            throw unusable("with this version of Log4j; use tlsTrust and tlsKey in its place", e);
        }
    }

    private static boolean isSsl(Node element) {
        return element.getType() != null && element.getType().getPluginClass() == SslConfiguration.class;
    }

    /** Log4j goes on without what it could not build, after an error of its own. */
    private static void requireBuilt(Node ssl) {
        for (Node store : ssl.getChildren()) {
            Object built = store.getObject();
            if (built == null) {
                throw unusable(
                        "for its " + store.getName() + ", and Log4j has told why; check location and password", null);
            }
        }
        Object built = ssl.getObject();
        if (built == null) {
            throw unusable("and Log4j has told why", null);
        }
    }

    private static UncheckedIOException unusable(String why, @Nullable Throwable cause) {
        return new UncheckedIOException("<Ssl> cannot be used " + why, new IOException(cause));
    }

    private static KeyManager[] managers(KeyStoreConfiguration keys) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(Objects.requireNonNullElseGet(
                keys.getKeyManagerFactoryAlgorithm(), KeyManagerFactory::getDefaultAlgorithm));
        char[] password = keys.getPasswordAsCharArray();
        try {
            factory.init(keys.getKeyStore(), password);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
        return factory.getKeyManagers();
    }

    private static TrustManager[] managers(TrustStoreConfiguration trust) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(Objects.requireNonNullElseGet(
                trust.getTrustManagerFactoryAlgorithm(), TrustManagerFactory::getDefaultAlgorithm));
        factory.init(trust.getKeyStore());
        return factory.getTrustManagers();
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
