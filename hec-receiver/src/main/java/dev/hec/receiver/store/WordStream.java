package dev.hec.receiver.store;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;

/** Feeds the words of an event to Lucene. Used again for each event. Confined to the indexer thread. */
final class WordStream extends TokenStream {

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final EventWords words;
    private final boolean perField;
    private final BytesRef bytes = new BytesRef(64);
    private int at;

    /** @param perField whether a term begins with its field */
    WordStream(EventWords words, boolean perField) {
        this.words = words;
        this.perField = perField;
    }

    @Override
    public void reset() {
        at = 0;
    }

    @Override
    public boolean incrementToken() {
        if (at == words.size()) {
            return false;
        }
        words.term(at, perField, bytes);
        increment.setPositionIncrement(words.step(at));
        term.setBytesRef(bytes);
        at++;
        return true;
    }
}
