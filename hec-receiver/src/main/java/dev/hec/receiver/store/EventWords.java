package dev.hec.receiver.store;

import dev.hec.receiver.query.Words;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/**
 * The words of one event's values, in order, as UTF-8: taken apart once, for the two fields of Lucene that have them. Used again for
 * each event. Confined to the indexer thread.
 *
 * <p>Invariant: word {@code i} is in {@code bytes} from {@code ends[i - 1]} to {@code ends[i]}.
 */
final class EventWords {

    private static final byte[] NO_KEY = {};

    private final Words words = new Words("");
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int[] steps = new int[64];
    private FieldTerms[] fields = new FieldTerms[64];
    private int size;

    void clear() {
        size = 0;
    }

    /** Adds the words of one value of a field. Between values is a gap, so that no phrase reaches from one into the next. */
    void add(FieldTerms field, String value) {
        words.restart(value);
        int step = 2;
        while (words.advance()) {
            add(field, words.word(), step);
            step = 1;
        }
    }

    private void add(FieldTerms field, CharSequence word, int step) {
        if (size == ends.length) {
            ends = ArrayUtil.grow(ends);
            steps = ArrayUtil.growExact(steps, ends.length);
            fields = ArrayUtil.growExact(fields, ends.length);
        }
        int start = size == 0 ? 0 : ends[size - 1];
        bytes = ArrayUtil.grow(bytes, start + UnicodeUtil.maxUTF8Length(word.length()));
        ends[size] = UnicodeUtil.UTF16toUTF8(word, 0, word.length(), bytes, start);
        steps[size] = step;
        fields[size] = field;
        size++;
    }

    int size() {
        return size;
    }

    /** Positions from the word before to this one. */
    int step(int word) {
        return steps[word];
    }

    /**
     * Makes the term of a word.
     *
     * @param withField whether the term begins with the field's key
     * @param term overwritten; its array must be its own
     */
    void term(int word, boolean withField, BytesRef term) {
        int start = word == 0 ? 0 : ends[word - 1];
        int length = ends[word] - start;
        byte[] key = withField ? fields[word].key() : NO_KEY;
        term.bytes = ArrayUtil.grow(term.bytes, key.length + length);
        System.arraycopy(key, 0, term.bytes, 0, key.length);
        System.arraycopy(bytes, start, term.bytes, key.length, length);
        term.length = key.length + length;
    }
}
