package dev.hec.receiver.server;

import dev.hec.receiver.config.InvalidSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.net.jsse.PEMFile;

/**
 * What the receiver shows to those who connect: a private key, and its certificate with the chain up to the authority. Immutable.
 *
 * @param key the private key
 * @param chain the certificate of that key, then that of who signed it, and so on
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final long MOST_BYTES = 1 << 20;
    private static final String CERTIFICATE = "tls-certificate: ";
    private static final String KEY = "tls-key: ";

    /**
     * Reads it from PEM files. The key may be PKCS#8 or of the older forms "RSA PRIVATE KEY" and "EC PRIVATE KEY"; both may be in
     * one file.
     *
     * @throws InvalidSettings if a file is not what it should be; the message says which and what to do
     */
    static TlsIdentity read(Path certificateFile, Path keyFile) throws InvalidSettings {
        List<X509Certificate> chain = chain(certificateFile);
        String kind = chain.get(0).getPublicKey().getAlgorithm();
        if (kind.equals("EdDSA")) {
            throw invalid(
                    CERTIFICATE + certificateFile + " is for a key of the kind EdDSA (Ed25519 or Ed448), which browsers"
                            + " and many senders do not take; make a key and a certificate of the kind EC or RSA");
        }
        PrivateKey key = key(keyFile);
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate signed = chain.get(i - 1);
            if (!signed.getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw invalid(CERTIFICATE + certificateFile + " has certificates that do not follow from each other: "
                        + name(signed) + " was signed by " + signed.getIssuerX500Principal() + ", but "
                        + name(chain.get(i))
                        + " comes next; write the server's own first, then the one that signed it, and so on");
            }
        }
        try {
            if (!belongTogether(key, chain.get(0).getPublicKey())) {
                throw invalid(KEY + keyFile + " is not the key of the first certificate in " + certificateFile + ", "
                        + name(chain.get(0)) + "; give the key it was made for, and write the server's own certificate"
                        + " first");
            }
        } catch (GeneralSecurityException e) {
            throw invalid(KEY + keyFile + " cannot be used: " + e.getMessage());
        }
        return new TlsIdentity(key, chain);
    }

    /** As a key store in memory. */
    KeyStore store(char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("receiver", key, password, chain.toArray(X509Certificate[]::new));
        return store;
    }

    private static List<X509Certificate> chain(Path file) throws InvalidSettings {
        byte[] content = content(CERTIFICATE, file);
        if (!contains(content, "-----BEGIN CERTIFICATE-----")) {
            throw invalid(CERTIFICATE
                    + file
                    + (contains(content, " PRIVATE KEY-----")
                            ? " has a private key and no certificate; are tls-certificate and tls-key swapped?"
                            : " has no BEGIN CERTIFICATE, so it is no PEM file with certificates; one in binary form is converted by:"
                                    + " openssl x509 -inform DER -in OLD -out NEW"));
        }
        try {
            return List.copyOf(pem(file, content).getCertificates());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw invalid(CERTIFICATE + file
                    + " has a certificate that cannot be read, as if it had been cut off or edited: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file) throws InvalidSettings {
        byte[] content = content(KEY, file);
        if (contains(content, "BEGIN ENCRYPTED PRIVATE KEY") || contains(content, "Proc-Type: 4,ENCRYPTED")) {
            throw invalid(
                    KEY + file + " has a key with a password, which nobody could give after a restart; take it away by:"
                            + " openssl pkey -in OLD -out NEW, and let only the receiver's user read the file");
        }
        if (!contains(content, " PRIVATE KEY-----")) {
            throw invalid(KEY
                    + file
                    + (contains(content, "BEGIN CERTIFICATE")
                            ? " has a certificate and no private key; are tls-certificate and tls-key swapped?"
                            : " has no BEGIN PRIVATE KEY, so it is no PEM file with a key; one in binary form is converted by:"
                                    + " openssl pkey -inform DER -in OLD -out NEW"));
        }
        PrivateKey key;
        try {
            key = pem(file, content).getPrivateKey();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw invalid(
                    KEY + file + " has a key that cannot be read: it is neither RSA nor EC, or was cut off or edited");
        }
        if (key == null) {
            throw invalid(KEY + file + " has a key that was cut off: its END line is missing");
        }
        return key;
    }

    private static PEMFile pem(Path file, byte[] content) throws IOException, GeneralSecurityException {
        return new PEMFile(file.toString(), new ByteArrayInputStream(content), null, null);
    }

    private static byte[] content(String setting, Path file) throws InvalidSettings {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw invalid(setting + file + " is larger than 1 MB, so it is no PEM file");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw invalid(setting + "there is no file " + file);
        } catch (FileSystemException e) {
            String reason =
                    Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
            throw invalid(setting + file + " cannot be read: " + reason);
        } catch (IOException e) {
            throw invalid(setting + file + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean contains(byte[] content, String text) {
        return new String(content, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** Shown by a signature: comparing numbers would need to know each kind of key. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        return signature.verify(signed);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    private static InvalidSettings invalid(String problem) {
        return new InvalidSettings(List.of(problem));
    }

    /** Never prints the key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + name(chain.get(0)) + "]";
    }
}
