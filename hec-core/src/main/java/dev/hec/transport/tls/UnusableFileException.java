package dev.hec.transport.tls;

/** A file that cannot be used. The message completes the sentence "the file …", says what to do, and holds no secret. */
final class UnusableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }

    UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
