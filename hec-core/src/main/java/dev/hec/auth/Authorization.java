package dev.hec.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The form of a token on the wire and in messages. Pure. */
public final class Authorization {

    private static final int FINGERPRINT_DIGITS = 8;

    private Authorization() {}

    /**
     * The value of the {@code Authorization} header.
     *
     * @param scheme {@code Bearer}, {@code Splunk} or {@code Basic}
     */
    public static String header(String scheme, String token) {
        // Basic: collectors look at the password only.
        String credential = scheme.equals("Basic")
                ? Base64.getEncoder().encodeToString(("x:" + token).getBytes(StandardCharsets.UTF_8))
                : token;
        return scheme + " " + credential;
    }

    /** The start of the token's SHA-256, which tells tokens apart and gives none away. */
    public static String fingerprint(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
