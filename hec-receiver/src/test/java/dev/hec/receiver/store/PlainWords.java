package dev.hec.receiver.store;

import dev.hec.receiver.query.Words;
import java.util.ArrayList;
import java.util.List;

/** {@link Words} without any hurry: the rule of what a word is, character by character, to compare with. */
final class PlainWords {

    private PlainWords() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            boolean alone = Character.isIdeographic(c);
            if (alone || !belongs(c) || word.length() >= Words.MAX_LENGTH - 1) {
                end(word, words);
            }
            if (belongs(c)) {
                word.appendCodePoint(Character.toLowerCase(c));
            }
            if (alone) {
                end(word, words);
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean belongs(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
