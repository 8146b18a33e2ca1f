package dev.hec.auth;

import org.jspecify.annotations.Nullable;

/** Checks what a source gave. Pure. */
final class TokenText {

    private TokenText() {}

    /**
     * The token in a text, without the white space around it.
     *
     * @param origin names the source in messages
     * @throws TokenException if a header cannot carry it
     */
    static String checked(String origin, @Nullable String text) {
        String token = text == null ? "" : text.strip();
        if (token.isEmpty()) {
            throw new TokenException(origin + " is empty", null);
        }
        if (!isVisible(token)) {
            throw new TokenException(
                    origin + " holds more than a token: a space, a line break or another character that a header cannot"
                            + " carry",
                    null);
        }
        return token;
    }

    private static boolean isVisible(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= 0x20 || token.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
