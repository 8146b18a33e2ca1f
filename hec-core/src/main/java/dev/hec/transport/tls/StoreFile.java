package dev.hec.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Reads a key store, whose type its first bytes tell. Stateless. */
final class StoreFile {

    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;

    /** First byte of every DER sequence; PKCS12 is one. */
    private static final byte DER_SEQUENCE = 0x30;

    private StoreFile() {}

    /**
     * Opens a key store.
     *
     * @param setting name of the password's setting, for messages
     */
    static KeyStore read(byte[] content, @Nullable String password, String setting) throws UnusableFileException {
        try {
            KeyStore store = KeyStore.getInstance(type(content));
            store.load(new ByteArrayInputStream(content), password == null ? null : password.toCharArray());
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new UnusableFileException(
                        password == null
                                ? "is a key store with a password; give it as " + setting
                                : "is a key store that the password " + setting + " does not open",
                        e);
            }
            if (isCertificate(content)) {
                throw new UnusableFileException(
                        "is a certificate in DER; convert it: openssl x509 -inform der -in OLD.der -out NEW.pem", e);
            }
            throw new UnusableFileException("is a damaged key store, or none: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("is a key store that cannot be read: " + e.getMessage(), e);
        }
    }

    private static String type(byte[] content) throws UnusableFileException {
        int magic = 0;
        for (int i = 0; i < Math.min(4, content.length); i++) {
            magic = (magic << 8) | (content[i] & 0xff);
        }
        if (magic == JKS_MAGIC) {
            return "JKS";
        } else if (magic == JCEKS_MAGIC) {
            return "JCEKS";
        } else if (content.length > 0 && content[0] == DER_SEQUENCE) {
            return "PKCS12";
        }
        throw new UnusableFileException(
                content.length == 0
                        ? "is empty"
                        : "is neither PEM (no BEGIN line) nor a key store of type PKCS12 or JKS");
    }

    private static boolean isCertificate(byte[] content) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content))
                    != null;
        } catch (CertificateException e) {
            return false;
        }
    }
}
