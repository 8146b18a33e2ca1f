package dev.hec.receiver.ingest;

import java.nio.charset.StandardCharsets;

/**
 * A body as text. Bytes that are not UTF-8 become U+FFFD: one bad byte must not cost an event.
 *
 * @param text the text without a leading byte order mark
 * @param replaced how many times U+FFFD stands for bytes that were not UTF-8
 */
record Utf8Text(String text, long replaced) {

    private static final char REPLACEMENT = '\uFFFD';

    static Utf8Text decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The bytes from one index to before another. */
    static Utf8Text decode(byte[] bytes, int from, int to) {
        boolean mark = to - from >= 3 && isTriple(bytes, from, 0xef, 0xbb, 0xbf);
        int start = mark ? from + 3 : from;
        String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
        return new Utf8Text(
                text, text.indexOf(REPLACEMENT) < 0 ? 0 : replacements(text) - sentReplacements(bytes, start, to));
    }

    private static long replacements(String text) {
        return text.chars().filter(c -> c == REPLACEMENT).count();
    }

    /** How often the sender itself wrote U+FFFD. */
    private static long sentReplacements(byte[] bytes, int from, int to) {
        long count = 0;
        for (int i = from; i + 2 < to; i++) {
            if (isTriple(bytes, i, 0xef, 0xbf, 0xbd)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isTriple(byte[] bytes, int at, int first, int second, int third) {
        return bytes[at] == (byte) first && bytes[at + 1] == (byte) second && bytes[at + 2] == (byte) third;
    }
}
