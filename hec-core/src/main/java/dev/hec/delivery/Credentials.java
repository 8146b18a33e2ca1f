package dev.hec.delivery;

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
     * A token kept in a file, such as a mounted secret; surrounding white space does not belong to it. A file that holds no
     * token counts as unreadable: its content must not reach a header, whose refusal would quote it.
     */
    public static Supplier<String> file(Path file) {
        return () -> {
            try {
                String text = Files.readString(file, StandardCharsets.UTF_8).strip();
                if (text.isEmpty() || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                    throw new IOException("it must hold one token and nothing else");
                }
                return text;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the token file " + file + ": " + e.getMessage(), e);
            }
        };
    }

    private String header(String value) {
        // Basic: collectors look at the password only.
        String credential = scheme.equals("Basic")
                ? Base64.getEncoder().encodeToString(("x:" + value).getBytes(StandardCharsets.UTF_8))
                : value;
        return scheme + " " + credential;
    }

    String authorization() {
        return header;
    }

    /**
     * Reads the token anew.
     *
     * @return whether it is another one now
     */
    boolean refresh() {
        String before = header;
        try {
            header = header(token.get());
        } catch (UncheckedIOException e) {
            // The file may be in the middle of its replacement; the old token is as good as none.
            return false;
        }
        return !header.equals(before);
    }

    @Override
    public String toString() {
        return scheme + " ****";
    }
}
