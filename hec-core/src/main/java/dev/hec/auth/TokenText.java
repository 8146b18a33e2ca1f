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
        if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new TokenException(
                    origin + " holds more than a token: a space, a line break or another character that a header cannot"
                            + " carry",
                    null);
        }
        return token;
    }
}
