package dev.hec.benchmarks.delivery;

import java.util.BitSet;

/**
 * Finds the marks that the load puts into its messages, {@code seq=TT:NNNNNNNN} with the number of the thread and of its call,
 * in bytes of any format that leaves text as it is. So all peers are checked by the same means. Guarded by itself.
 */
final class Marks {

    static final int MAX_THREADS = 100;
    private static final byte[] BEGIN = {'s', 'e', 'q', '='};
    private static final int LENGTH = BEGIN.length + 11;

    private final BitSet[] seen = new BitSet[MAX_THREADS];
    private final int[] last = new int[MAX_THREADS];
    private long found;
    private long again;
    private long overtaken;

    Marks() {
        reset();
    }

    synchronized void reset() {
        for (int i = 0; i < MAX_THREADS; i++) {
            seen[i] = new BitSet();
            last[i] = -1;
        }
        found = 0;
        again = 0;
        overtaken = 0;
    }

    /** The mark of a call. */
    static String of(int thread, int number) {
        char[] mark = "seq=00:00000000".toCharArray();
        mark[4] = (char) ('0' + thread / 10);
        mark[5] = (char) ('0' + thread % 10);
        int rest = number;
        for (int i = mark.length - 1; i > 6; i--) {
            mark[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(mark);
    }

    /**
     * Notes the marks in some bytes.
     *
     * @return how many bytes at the end may be the begin of a mark and have to be shown again with what follows
     */
    synchronized int scan(byte[] bytes, int length) {
        int i = 0;
        while (i <= length - LENGTH) {
            if (bytes[i] == 's' && bytes[i + 1] == 'e' && bytes[i + 2] == 'q' && bytes[i + 3] == '=') {
                note((bytes[i + 4] - '0') * 10 + bytes[i + 5] - '0', number(bytes, i + 7));
                i += LENGTH;
            } else {
                i++;
            }
        }
        return Math.max(0, length - i);
    }

    private static int number(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; i < at + 8; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private void note(int thread, int number) {
        if (seen[thread].get(number)) {
            again++;
            return;
        }
        seen[thread].set(number);
        found++;
        if (number < last[thread]) {
            overtaken++;
        } else {
            last[thread] = number;
        }
    }

    /** Different events found. */
    synchronized long found() {
        return found;
    }

    /** Events found once more. */
    synchronized long again() {
        return again;
    }

    /** Events found after a later one of their thread. */
    synchronized long overtaken() {
        return overtaken;
    }
}
