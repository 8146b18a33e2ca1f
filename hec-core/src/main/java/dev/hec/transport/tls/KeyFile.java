package dev.hec.transport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's own key managers from the certificate and private key of a file. Stateless. */
final class KeyFile {

    private KeyFile() {}

    static KeyManager[] read(byte[] content, @Nullable String password) throws UnusableFileException {
        if (Pem.looksLike(content)) {
            // A store in memory needs a password, whichever.
            String local = UUID.randomUUID().toString();
            return managers(fromPem(Pem.parse(content), password, local), local);
        }
        KeyStore store = StoreFile.read(content, password, "tlsKeyPassword");
        if (password == null) {
            throw new UnusableFileException("is a key store; give its password as tlsKeyPassword");
        }
        try {
            boolean found = false;
            for (String alias : Collections.list(store.aliases())) {
                found |= store.isKeyEntry(alias);
            }
            if (!found) {
                throw new UnusableFileException("is a key store without a private key");
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("is a key store that cannot be read: " + e.getMessage(), e);
        }
        return managers(store, password);
    }

    private static KeyStore fromPem(Pem pem, @Nullable String password, String local) throws UnusableFileException {
        PrivateKey key = PemKey.read(pem, password);
        List<X509Certificate> chain = pem.certificates();
        if (chain.isEmpty()) {
            throw new UnusableFileException(
                    "has a private key and no certificate; put the certificate chain into the same file");
        }
        try {
            if (!belongTogether(key, chain.get(0))) {
                throw new UnusableFileException("has a private key that does not belong to its first certificate, "
                        + chain.get(0).getSubjectX500Principal() + "; put this client's own certificate first");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            setKey(store, key, local, chain);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException("cannot be taken as key: " + e.getMessage(), e);
        }
    }

    private static void setKey(KeyStore store, PrivateKey key, String local, List<X509Certificate> chain)
            throws UnusableFileException {
        try {
            store.setKeyEntry("key", key, local.toCharArray(), chain.toArray(new X509Certificate[0]));
        } catch (KeyStoreException e) {
            throw new UnusableFileException(
                    "has certificates that do not follow from each other (" + e.getMessage()
                            + "); give this client's own first, then the authority that signed it, and so on",
                    e);
        }
    }

    /** Shown by a signature: comparing numbers would need to know each kind of key. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String kind = certificate.getPublicKey().getAlgorithm();
        if (!kind.equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (kind) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            // The handshake will tell.
            return true;
        }
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private static KeyManager[] managers(KeyStore store, String password) throws UnusableFileException {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password.toCharArray());
            return factory.getKeyManagers();
        } catch (UnrecoverableKeyException e) {
            throw new UnusableFileException("has a key that the password tlsKeyPassword does not open", e);
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("cannot be taken as key: " + e.getMessage(), e);
        }
    }
}
