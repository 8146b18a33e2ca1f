package dev.hec.auth;

/**
 * Names a token in messages by the start of its digest, without giving it away. Immutable.
 *
 * <p>Made when there is something to tell: the first digest in a JVM takes as long as most of what starting a client does.
 */
final class TokenName {

    private final String token;
    private final String origin;

    /** @param origin where the token comes from, in the user's words */
    TokenName(String token, String origin) {
        this.token = token;
        this.origin = origin;
    }

    @Override
    public String toString() {
        return "with SHA-256 " + Authorization.fingerprint(token) + "… from " + origin;
    }
}
