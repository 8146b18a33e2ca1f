package dev.hec.transport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's own trust manager from the certificates of a file, or from the JVM's. Stateless. */
final class TrustFile {

    private TrustFile() {}

    static X509ExtendedTrustManager read(byte[] content, @Nullable String password) throws UnusableFileException {
        KeyStore store =
                Pem.looksLike(content) ? fromPem(content) : StoreFile.read(content, password, "tlsTrustPassword");
        X509ExtendedTrustManager trust = manager(store);
        if (trust.getAcceptedIssuers().length == 0) {
            throw new UnusableFileException(
                    password == null
                            ? "shows no certificate without a password; give it as tlsTrustPassword"
                            : "holds no certificate marked as trusted; Java sees none in a PKCS12 file made by openssl:"
                                    + " use PEM, or keytool -importcert");
        }
        return trust;
    }

    /** What the JVM trusts: its own list, or that of {@code javax.net.ssl.trustStore}. */
    static X509ExtendedTrustManager jvm() throws UnusableFileException {
        return manager(null);
    }

    private static KeyStore fromPem(byte[] content) throws UnusableFileException {
        int number = 0;
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate certificate : Pem.parse(content).certificates()) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            if (number == 0) {
                throw new UnusableFileException("holds no certificate (no BEGIN CERTIFICATE)");
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException("cannot be taken as trust: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws UnusableFileException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                // Only this kind of manager checks the name of the host.
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new UnusableFileException("cannot be used: this Java has no trust manager that checks host names");
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("cannot be taken as trust: " + e.getMessage(), e);
        }
    }
}
