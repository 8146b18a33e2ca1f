package dev.hec;

/**
 * The search for the longest texts with which an event fits: which limit to try next, given what the limits tried so far
 * led to.
 *
 * <p>Confined to one thread, for one event. Pure arithmetic; knows no event.
 *
 * <p>A limit cuts the longest texts first, so the length of the record grows with the limit, steeply while many texts are
 * cut and less so the fewer are left. Hence a straight line through two records that are too long points at a limit that
 * fits. It may point too far down, and characters take one to six bytes, so the last steps halve the range. A step never
 * needs more than the lengths seen.
 *
 * <p><b>Invariant.</b> {@code fitting < tooLong}; the limit that fits best lies between them.
 */
final class Truncation {

    /** Shortest text that cutting stops at; below, an event is too large for another reason than its texts. */
    static final int MIN_TEXT_CHARS = 16;

    /** What a cut adds, at most: an ellipsis, and the mark with the object around it. */
    private static final int MARK_BYTES = 32;

    private static final int LINES = 3;
    private static final int HALVINGS = 8;

    private final int target;
    private int fitting;
    private int tooLong;
    private int tooLongLength;
    private int previousTooLong;
    private int previousLength;
    private int lines;
    private int halvings;
    private boolean satisfied;

    /**
     * A search that starts with a record that is too long.
     *
     * @param target the most bytes a record may have
     * @param chars the limit tried
     * @param length the length it led to, more than {@code target}
     */
    Truncation(int target, int chars, int length) {
        this.target = target;
        tooLong = chars;
        tooLongLength = length;
    }

    /** The limit to try next; 0 if no further try is worth it, see {@link #best}. */
    int next() {
        if (satisfied) {
            return 0;
        }
        if (fitting > 0) {
            boolean done = tooLong - fitting < 2 || ++halvings > HALVINGS;
            return done ? 0 : fitting + (tooLong - fitting) / 2;
        }
        int chars = lines++ < LINES ? alongALine() : tooLong / 2;
        if (chars >= MIN_TEXT_CHARS) {
            return chars;
        }
        return tooLong > MIN_TEXT_CHARS ? MIN_TEXT_CHARS : 0;
    }

    private int alongALine() {
        long chars;
        if (previousTooLong == 0) {
            // Nearly exact if one text of ASCII is too long, or if all texts are.
            long oneText = (long) tooLong - (tooLongLength - target) - MARK_BYTES;
            long allTexts = (long) tooLong * target / tooLongLength;
            chars = Math.max(oneText, allTexts - allTexts / 16);
        } else {
            long lengths = previousLength - (long) tooLongLength;
            long perLengths = previousTooLong - (long) tooLong;
            chars = lengths <= 0 ? 0 : tooLong - (tooLongLength - target) * perLengths / lengths - tooLong / 64;
        }
        // A line that is nearly flat points anywhere.
        return (int) Math.max(tooLong / 8, Math.min(chars, tooLong - 1));
    }

    /** Takes note of a try. */
    void tried(int chars, int length) {
        if (length > target) {
            previousTooLong = tooLong;
            previousLength = tooLongLength;
            tooLong = chars;
            tooLongLength = length;
        } else {
            fitting = chars;
            satisfied = length >= target - target / 4;
        }
    }

    /** The best limit among those that fit; 0 if none does. */
    int best() {
        return fitting;
    }
}
