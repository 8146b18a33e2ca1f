package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.query.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.jspecify.annotations.Nullable;

/**
 * How an event lies in Lucene. The text of a number or boolean is indexed like any other text. Confined to the indexer thread.
 *
 * <table>
 * <caption>Lucene fields</caption>
 * <tr><td>{@value #EVENT}</td><td>the event as JSON, stored</td></tr>
 * <tr><td>{@value #TIME}, {@value #SEQUENCE}</td><td>timestamp and order of arrival, for sorting and ranges</td></tr>
 * <tr><td>{@value #NAMES}</td><td>a term per field: it exists</td></tr>
 * <tr><td>{@value #TEXTS}</td><td>a term per value: its whole text</td></tr>
 * <tr><td>{@value #NUMBERS}</td><td>a term per value that is a number or reads as one</td></tr>
 * <tr><td>{@value #WORDS}, {@value #FIELD_WORDS}</td><td>words with positions, of all fields and per field</td></tr>
 * </table>
 */
final class EventDocument {

    static final String EVENT = "event";
    static final String TIME = "time";
    static final String SEQUENCE = "sequence";
    static final String NAMES = "names";
    static final String TEXTS = "texts";
    static final String NUMBERS = "numbers";
    static final String WORDS = "words";
    static final String FIELD_WORDS = "fieldWords";

    private static final int NAMES_KEPT = 1000;
    private static final FieldType POSITIONS = new FieldType();

    static {
        POSITIONS.setTokenized(true);
        POSITIONS.setOmitNorms(true);
        POSITIONS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        POSITIONS.freeze();
    }

    /** Most events have the fields of those before. */
    private final Map<String, Named> knownNames = new HashMap<>();

    private final EventWords words = new EventWords();
    private final Field allWords = new Field(WORDS, new WordStream(words, false), POSITIONS);
    private final Field fieldWords = new Field(FIELD_WORDS, new WordStream(words, true), POSITIONS);

    /** A field of events: its terms, and what says in an event that it is there. */
    private record Named(FieldTerms terms, StringField exists) {

        Named(FieldTerms terms) {
            this(terms, new StringField(NAMES, terms.exists(), Field.Store.NO));
        }
    }

    /** Valid until the next call. */
    Document of(Event event, long sequence) {
        Document document = new Document();
        words.clear();
        document.add(new StoredField(EVENT, EventJson.of(event)));
        document.add(new NumericDocValuesField(TIME, event.timestampNanos()));
        document.add(new LongPoint(TIME, event.timestampNanos()));
        document.add(new NumericDocValuesField(SEQUENCE, sequence));
        document.add(new LongPoint(SEQUENCE, sequence));
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            Named named = named(EventJson.shownName(field.getKey(), event.fields()));
            document.add(named.exists());
            add(document, named.terms(), field.getValue());
        }
        document.add(allWords);
        document.add(fieldWords);
        return document;
    }

    private Named named(String name) {
        if (knownNames.size() > NAMES_KEPT) {
            knownNames.clear();
        }
        return knownNames.computeIfAbsent(name, unknown -> new Named(new FieldTerms(unknown)));
    }

    private void add(Document document, FieldTerms terms, Object value) {
        if (value instanceof List<?> list) {
            list.forEach(element -> add(document, terms, element));
            return;
        }
        String text = value.toString();
        document.add(new StringField(TEXTS, terms.text(text), Field.Store.NO));
        BigDecimal number = number(value);
        if (number != null) {
            document.add(new StringField(NUMBERS, terms.number(number), Field.Store.NO));
        }
        words.add(terms, text);
    }

    private static @Nullable BigDecimal number(Object value) {
        if (value instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        if (value instanceof BigDecimal number) {
            return number;
        }
        return value instanceof String text ? Decimals.parse(text) : null;
    }
}
