package dev.hec.receiver.wire;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * An authority made up for one run, a certificate of it for this machine, and one that nobody should accept. Made when first asked
 * for, and kept in memory only. Thread-safe; its monitor guards all state.
 */
public final class OwnCertificates {

    private static final char[] PASSWORD = "in memory only".toCharArray();

    private @Nullable X509Certificate authority;
    private @Nullable SSLContext right;
    private @Nullable SSLContext wrong;

    /** Makes nothing yet. */
    public OwnCertificates() {}

    /** For a server whose certificate is for localhost and 127.0.0.1, and of the authority. */
    public synchronized SSLContext right() {
        SSLContext context = right;
        if (context == null) {
            make();
            context = right;
        }
        return made(context);
    }

    /** For a server whose certificate is for another host, and of an authority that nobody knows. */
    public synchronized SSLContext wrong() {
        SSLContext context = wrong;
        if (context == null) {
            try {
                KeyPair keys = CertificateForm.keys();
                context = context(keys, CertificateForm.authority(keys, "wrong.invalid"), null);
                wrong = context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("every Java platform can make certificates", e);
            }
        }
        return context;
    }

    /** What a client has to trust. */
    public synchronized X509Certificate authority() {
        if (authority == null) {
            make();
        }
        return made(authority);
    }

    /** The same as the text of a PEM file. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(authority().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was made by encoding it", e);
        }
    }

    /** For a client that trusts the authority and nobody else. */
    public SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform can trust a certificate", e);
        }
    }

    private void make() {
        try {
            KeyPair above = CertificateForm.keys();
            KeyPair keys = CertificateForm.keys();
            X509Certificate root = CertificateForm.authority(above, "hec-receiver for tests");
            authority = root;
            right = context(keys, CertificateForm.forThisMachine(above, root, keys.getPublic()), root);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform can make certificates", e);
        }
    }

    private static SSLContext context(KeyPair keys, X509Certificate certificate, @Nullable X509Certificate issuer)
            throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "server",
                keys.getPrivate(),
                PASSWORD,
                issuer == null ? new Certificate[] {certificate} : new Certificate[] {certificate, issuer});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static <T> T made(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("it was just made");
        }
        return value;
    }
}
