package dev.hec.receiver.wire;

import java.io.IOException;

/** What came is no request that this server understands; it is answered with a status, and the connection closed. */
final class BadRequest extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    BadRequest(int status, String text) {
        super(text);
        this.status = status;
        this.text = text;
    }

    String text() {
        return text;
    }

    int status() {
        return status;
    }
}
