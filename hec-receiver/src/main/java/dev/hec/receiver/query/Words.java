package dev.hec.receiver.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text, for the index and for queries alike.
 *
 * <p>A word is a run of letters, digits and combining marks, in lower case; every ideograph is a word of its own, for these
 * scripts put no spaces between words. So {@code dev.hec.Receiver} is three words in a row, as is {@code 10.0.1}. A run longer
 * than {@value #MAX_LENGTH} characters is cut into several words. Confined to one thread.
 */
public final class Words {

    /** The longest word, in UTF-16 characters. */
    public static final int MAX_LENGTH = 255;

    private static final int ASCII = 128;

    private String text;
    private final StringBuilder word = new StringBuilder();
    private int at;

    /** Starts at the beginning of a text. */
    public Words(String text) {
        this.text = text;
    }

    /** Starts at the beginning of another text. */
    public void restart(String next) {
        text = next;
        at = 0;
    }

    /** All words of a text. */
    public static List<String> of(String text) {
        List<String> all = new ArrayList<>();
        Words words = new Words(text);
        for (String word = words.next(); word != null; word = words.next()) {
            all.add(word);
        }
        return all;
    }

    /** The next word, or null at the end. */
    public @Nullable String next() {
        return advance() ? word.toString() : null;
    }

    /** Goes to the next word; false at the end. */
    public boolean advance() {
        word.setLength(0);
        while (at < text.length() && word.length() < MAX_LENGTH - 1) {
            char c = text.charAt(at);
            if (c >= ASCII ? addOther() : addAscii(c)) {
                break;
            }
        }
        return !word.isEmpty();
    }

    /** The word after {@link #advance}; valid until the next call. */
    public CharSequence word() {
        return word;
    }

    /** Apart, for most text has nothing else. */
    private boolean addAscii(char c) {
        int lower = c | 0x20;
        if (lower >= 'a' && lower <= 'z') {
            word.append((char) lower);
        } else if (c >= '0' && c <= '9') {
            word.append(c);
        } else if (!word.isEmpty()) {
            return true;
        }
        at++;
        return false;
    }

    /** Adds the character at hand to the word if it belongs to it; true if the word ends before or behind it. */
    private boolean addOther() {
        int c = text.codePointAt(at);
        boolean alone = Character.isIdeographic(c);
        if (!word.isEmpty() && (alone || !belongs(c))) {
            return true;
        }
        at += Character.charCount(c);
        if (belongs(c)) {
            word.appendCodePoint(Character.toLowerCase(c));
        }
        return alone;
    }

    /** Whether a character is part of a word. */
    static boolean belongs(int codePoint) {
        if (Character.isLetterOrDigit(codePoint)) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
