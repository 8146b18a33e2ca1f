package dev.hec.receiver.query;

/** A query text that cannot be understood. The message says why and how to mend it, without the position. */
public final class QuerySyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int position;

    QuerySyntaxException(int position, String message) {
        super(message);
        this.position = position;
    }

    /** The character where the trouble is, counted from 1. */
    public int position() {
        return position;
    }
}
