package dev.hec;

/** How much an event matters; the buffer keeps its last room for what matters most. In ascending order. */
public enum Severity {
    TRACE(0),
    DEBUG(1),
    INFO(2),
    WARN(3),
    ERROR(4);

    private static final Severity[] BY_CODE = values();

    private final byte code;

    Severity(int code) {
        this.code = (byte) code;
    }

    /** A small number for places where one byte has to do, such as files; the same in every version. */
    public byte code() {
        return code;
    }

    /**
     * The severity of a {@link #code}.
     *
     * @throws ArrayIndexOutOfBoundsException if there is none
     */
    public static Severity ofCode(int code) {
        return BY_CODE[code];
    }
}
