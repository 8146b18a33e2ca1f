package dev.hec.transport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads the private key of a PEM file: PKCS8, plain or encrypted. Stateless. */
final class PemKey {

    private static final String CONVERT = "openssl pkcs8 -topk8 -in OLD.pem -out NEW.pem";

    /** Kinds of key that TLS knows; the encoding does not tell the JDK which one it is. */
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemKey() {}

    static PrivateKey read(Pem pem, @Nullable String password) throws UnusableFileException {
        for (Pem.Block block : pem.blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decode(new PKCS8EncodedKeySpec(block.der()));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decode(decrypt(block.der(), password));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new UnusableFileException("has a key of the older form \"" + block.label()
                            + "\", which Java does not read; convert it: " + CONVERT);
                default -> {
                    // a certificate, or parameters
                }
            }
        }
        throw new UnusableFileException("has no private key; put it into the same file as the certificates, "
                + "with BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY");
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] der, @Nullable String password) throws UnusableFileException {
        if (password == null) {
            throw new UnusableFileException("has an encrypted key; give its password as tlsKeyPassword");
        }
        EncryptedPrivateKeyInfo info;
        SecretKey secret;
        Cipher cipher;
        try {
            info = new EncryptedPrivateKeyInfo(der);
            // Before JDK 19 the name is that of the family only, and the parameters tell the member.
            String algorithm = info.getAlgName().startsWith("PBES2")
                    ? info.getAlgParameters().toString()
                    : info.getAlgName();
            secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
            cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException(
                    "has a key encrypted in a way that this Java does not know (" + e.getMessage()
                            + "); encrypt it anew: " + CONVERT + " -v2 aes-256-cbc",
                    e);
        }
        try {
            return info.getKeySpec(cipher);
        } catch (InvalidKeySpecException e) {
            throw new UnusableFileException("has a key that the password tlsKeyPassword does not open", e);
        }
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec encoded) throws UnusableFileException {
        InvalidKeySpecException last = null;
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (NoSuchAlgorithmException e) {
                throw new UnusableFileException("cannot be read: this Java knows no " + kind + " keys", e);
            }
        }
        throw new UnusableFileException(
                "has a private key that is neither RSA, EC nor EdDSA, or is damaged", new IOException(last));
    }
}
