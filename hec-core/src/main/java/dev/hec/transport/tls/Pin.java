package dev.hec.transport.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/** The pin of a public key: the digest of its SubjectPublicKeyInfo, which outlives the certificates made for it. */
public final class Pin {

    private Pin() {}

    /** {@code sha256/} and Base64, as in {@code tlsPins}. */
    public static String of(PublicKey key) {
        try {
            // For X.509 the encoding of a public key is its SubjectPublicKeyInfo.
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return "sha256/" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
