package dev.hec.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A token that cannot be had. The message names where it should have come from, and never what was found there. */
public final class TokenException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    TokenException(String message, @Nullable IOException cause) {
        super(message, cause == null ? new IOException("no token") : cause);
    }
}
