package dev.hec.receiver.store;

import java.io.IOException;

/** A search was refused or given up because it, or all of them together, cost too much. Later it may work. */
public final class SearchLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message which limit, and what to do */
    public SearchLimitException(String message) {
        super(message);
    }
}
