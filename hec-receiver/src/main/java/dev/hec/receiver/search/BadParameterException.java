package dev.hec.receiver.search;

/** A parameter that cannot be understood. The message says why. */
final class BadParameterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String parameter;
    private final int position;

    BadParameterException(String parameter, String message) {
        this(parameter, message, 0);
    }

    BadParameterException(String parameter, String message, int position) {
        super(message);
        this.reason = message;
        this.parameter = parameter;
        this.position = position;
    }

    /** Why; the message. */
    String reason() {
        return reason;
    }

    String parameter() {
        return parameter;
    }

    /** The character where the trouble is, counted from 1; 0 if it is the whole parameter. */
    int position() {
        return position;
    }
}
