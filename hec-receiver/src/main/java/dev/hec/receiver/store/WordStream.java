package dev.hec.receiver.store;

import dev.hec.receiver.query.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the words of an event's values to Lucene, with a gap between values so that no phrase reaches from one into the next.
 * Used again for each event. Confined to the indexer thread.
 */
final class WordStream extends TokenStream {

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final boolean perField;
    private final List<FieldTerms> fields = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private @Nullable Words words;
    private int at;

    /** @param perField whether a term begins with its field */
    WordStream(boolean perField) {
        this.perField = perField;
    }

    void clear() {
        fields.clear();
        values.clear();
    }

    void add(FieldTerms field, String value) {
        fields.add(field);
        values.add(value);
    }

    @Override
    public void reset() {
        at = -1;
        words = null;
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        int gap = 0;
        String word = words == null ? null : words.next();
        while (word == null) {
            if (++at >= values.size()) {
                return false;
            }
            gap = 1;
            words = new Words(values.get(at));
            word = words.next();
        }
        increment.setPositionIncrement(1 + gap);
        term.setBytesRef(perField ? fields.get(at).word(word) : new BytesRef(word.getBytes(StandardCharsets.UTF_8)));
        return true;
    }
}
