package dev.hec.receiver.access;

import dev.hec.receiver.config.Setting;
import dev.hec.receiver.event.BatchKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a token, which stands for it wherever the token itself must not be kept. Immutable and thread-safe.
 *
 * <p>Tokens are case-sensitive, except those shaped like a UUID: clients re-spell them, so they are hashed in lower case. Hashing
 * comes before any comparison, so that the time of a comparison tells nothing about a token.
 *
 * <p>It is never printed: the hash of a weak token gives the token away. The exception is {@link #text}, for who asked for it.
 */
public final class TokenHash {

    private static final String ALGORITHM = "sha256:";
    private static final int BYTES = 32;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final byte[] bytes;

    private TokenHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a token. */
    public static TokenHash of(String token) {
        String spelt = UUID.matcher(token).matches() ? token.toLowerCase(Locale.ROOT) : token;
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(spelt.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The hash of the token on the first line of a stream.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TokenHash ofLine(InputStream in) throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        try {
            return of(Setting.TOKEN.parser().apply(line == null ? "" : line));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the line on standard input " + e.getMessage() + "; write the token into it", e);
        }
    }

    /**
     * Reads what {@link #text} wrote; the digits may be of either case.
     *
     * @throws IllegalArgumentException with a message that completes "the value …" and does not show it
     */
    public static TokenHash parse(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        if (stripped.startsWith(ALGORITHM)) {
            try {
                byte[] bytes = HexFormat.of().parseHex(stripped.substring(ALGORITHM.length()));
                if (bytes.length == BYTES) {
                    return new TokenHash(bytes);
                }
            } catch (IllegalArgumentException e) {
                // Its message would show the text.
            }
        }
        throw new IllegalArgumentException(
                "is not sha256: and 64 hexadecimal digits; java -jar hec-receiver.war --hash-token prints it");
    }

    /** The hash as a tokens file has it: {@code sha256:} and 64 hexadecimal digits. */
    public String text() {
        return ALGORITHM + HexFormat.of().formatHex(bytes);
    }

    /** What a request of this sender is known by if it is sent again; see {@link BatchKey#of}. */
    public BatchKey batchKey(String id, byte[] body) {
        return BatchKey.of(bytes, id, body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return "TokenHash[****]";
    }
}
