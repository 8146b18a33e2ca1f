package dev.hec.auth;

import dev.hec.TokenProvider;

/** Cannot be made. */
public final class BrokenTokenProvider implements TokenProvider {

    public BrokenTokenProvider() {
        throw new IllegalArgumentException("s3cr3t");
    }

    @Override
    public String token() {
        throw new AssertionError("never made");
    }
}
