package dev.hec.receiver.access;

/** What a token is good for. */
public enum Rights {
    /** To send events. */
    WRITE(true, false),
    /** To search. */
    READ(false, true),
    /** To send, to search, and to delete. */
    BOTH(true, true);

    private final boolean write;
    private final boolean read;

    Rights(boolean write, boolean read) {
        this.write = write;
        this.read = read;
    }

    /** Whether it may send events. */
    public boolean write() {
        return write;
    }

    /** Whether it may search. */
    public boolean read() {
        return read;
    }
}
