package dev.hec.receiver.store;

import java.io.IOException;

/** A query that is never tried, because of its size. */
public final class CostlyQueryException extends IOException {

    private static final long serialVersionUID = 1L;

    CostlyQueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
