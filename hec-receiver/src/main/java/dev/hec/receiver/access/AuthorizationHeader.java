package dev.hec.receiver.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token in {@code Authorization: Bearer TOKEN}, {@code Splunk TOKEN} or {@code Basic base64(any:TOKEN)}; the name of the
 * scheme in any letter case. Stateless and thread-safe.
 */
final class AuthorizationHeader {

    private AuthorizationHeader() {}

    /** The token among the values of the header; empty if there is not exactly one value, or it is malformed. */
    static Optional<String> token(List<String> values) {
        return values.size() == 1 ? Optional.ofNullable(tokenIn(values.get(0))) : Optional.empty();
    }

    /** Whether it is of the scheme whose credentials browsers keep and send by themselves. */
    static boolean isBasic(List<String> values) {
        return values.stream()
                .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("basic "));
    }

    private static @Nullable String tokenIn(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String credentials = text.substring(space + 1).strip();
        if (credentials.isEmpty() || credentials.indexOf(' ') >= 0) {
            return null;
        }
        return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "splunk" -> credentials;
            case "basic" -> passwordIn(credentials);
            default -> null;
        };
    }

    private static @Nullable String passwordIn(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 || colon == pair.length() - 1 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
