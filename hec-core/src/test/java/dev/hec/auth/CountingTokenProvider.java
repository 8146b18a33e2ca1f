package dev.hec.auth;

import dev.hec.TokenProvider;

/** Gives another token each time; each instance counts for itself. */
public final class CountingTokenProvider implements TokenProvider {

    private int given;

    @Override
    public String token() {
        given++;
        return "provided-" + given;
    }
}
