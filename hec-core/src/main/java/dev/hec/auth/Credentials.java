package dev.hec.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * The {@code Authorization} header of each request, made from a token that may change while the application runs.
 *
 * <p>Thread-safe. The token is read again when the collector refuses it.
 */
public final class Credentials {

    private final Supplier<String> token;
    private final String scheme;
    private volatile String header;

    /**
     * Reads the token for the first time.
     *
     * @param token where the token comes from, asked at start and after each refusal
     * @param scheme {@code Bearer}, {@code Splunk} or {@code Basic}
     * @throws UncheckedIOException if the token cannot be read
     */
    public Credentials(Supplier<String> token, String scheme) {
        this.token = token;
        this.scheme = scheme;
        header = header(token.get());
    }

    /**
     * A token kept in a file, such as a mounted secret; surrounding white space does not belong to it.
     *
     * <p>The supplier throws {@link UncheckedIOException} if the file cannot be read, or holds no text that a header can
     * carry; its message names the file and not the content.
     */
    public static Supplier<String> file(Path file) {
        return () -> {
            String token;
            try {
                token = Files.readString(file, StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot read the token file " + file + " ("
                                + e.getClass().getSimpleName() + ")",
                        e);
            }
            if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                String problem = token.isEmpty()
                        ? " is empty"
                        : " holds more than a token: a space, a line break or another character that a header cannot carry";
                throw new UncheckedIOException("the token file " + file + problem, new IOException("no token"));
            }
            return token;
        };
    }

    private String header(String value) {
        // Basic: collectors look at the password only.
        String credential = scheme.equals("Basic")
                ? Base64.getEncoder().encodeToString(("x:" + value).getBytes(StandardCharsets.UTF_8))
                : value;
        return scheme + " " + credential;
    }

    /** The header to send now. */
    public String authorization() {
        return header;
    }

    /**
     * Reads the token anew, unless somebody else has done so since an attempt.
     *
     * @param refused the header that the attempt was refused with
     * @return whether there is another header now
     */
    public synchronized boolean renew(String refused) {
        if (header.equals(refused)) {
            try {
                header = header(token.get());
            } catch (UncheckedIOException e) {
                // The file may be in the middle of its replacement; the old token is as good as none.
                return false;
            }
        }
        return !header.equals(refused);
    }

    @Override
    public String toString() {
        return scheme + " ****";
    }
}
