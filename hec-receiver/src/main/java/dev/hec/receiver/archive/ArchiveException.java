package dev.hec.receiver.archive;

/** An archive cannot be read to its end. The message says where and why, and can be shown to its sender. */
public final class ArchiveException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private ArchiveException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** It is damaged, or of a kind that is not read. */
    static ArchiveException unreadable(String message) {
        return new ArchiveException(message, false);
    }

    /** It holds more than may be sent at once. */
    static ArchiveException tooLarge(String message) {
        return new ArchiveException(message, true);
    }

    /** Whether smaller archives of the same kind would be read. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
