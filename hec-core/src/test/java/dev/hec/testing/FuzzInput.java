package dev.hec.testing;

import java.util.function.Supplier;

/**
 * Reads decisions off the bytes that a fuzzer has made. Every input means something, also none: after the end all decisions
 * are 0.
 *
 * <p>Confined to one thread. The same bytes give the same decisions.
 */
public final class FuzzInput {

    private final byte[] bytes;
    private int at;

    /** Reads these bytes, from the first on. */
    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether all bytes are used up. */
    public boolean isEnded() {
        return at >= bytes.length;
    }

    /** The next byte, from 0 to 255. */
    public int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** A decision between two. */
    public boolean flag() {
        return (next() & 1) == 1;
    }

    /** From 0 to below a bound of at most 65,536. */
    public int below(int bound) {
        return (bound > 256 ? next() << 8 | next() : next()) % bound;
    }

    /** Any {@code int}. */
    public int anyInt() {
        return next() << 24 | next() << 16 | next() << 8 | next();
    }

    /** Any {@code long}. */
    public long anyLong() {
        return (long) anyInt() << 32 | anyInt() & 0xffff_ffffL;
    }

    /** The next bytes, fewer where they end. */
    public byte[] bytes(int most) {
        byte[] taken = new byte[Math.max(0, Math.min(most, bytes.length - at))];
        System.arraycopy(bytes, at, taken, 0, taken.length);
        at += taken.length;
        return taken;
    }

    /** All bytes that are left. */
    public byte[] rest() {
        return bytes(bytes.length);
    }

    /** What one of the sources gives. */
    @SafeVarargs
    public final <T> T from(Supplier<? extends T>... sources) {
        return sources[below(sources.length)].get();
    }

    /**
     * A text of any UTF-16 units, surrogates in pairs and alone among them; some are repeated, so that a few bytes can make
     * a long one.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        int kind = next();
        for (int units = below(24); units > 0; units--) {
            text.append((char) ((kind & 1) == 0 ? next() & 0x7f : next() << 8 | next()));
        }
        int times = (kind & 6) == 6 ? 1 + below(2_000) : 1;
        return text.toString().repeat(times);
    }
}
