package dev.hec.receiver.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one term of a query.
 *
 * <pre>
 * term     = ( word | quoted ) [ operator ( value | quoted ) ]
 * operator = "=" | "!=" | ":" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * </pre>
 *
 * Confined to one thread.
 */
final class TermParser {

    private final QueryScanner in;
    private int terms;

    TermParser(QueryScanner in) {
        this.in = in;
    }

    /** Reads the next term. */
    Query term() throws QuerySyntaxException {
        in.skipSpace();
        int start = in.at();
        if (++terms > QueryParser.MAX_TERMS) {
            throw in.error(in.at(), "the query has more than " + QueryParser.MAX_TERMS + " terms");
        }
        if (in.isKeyword("AND") || in.isKeyword("OR")) {
            throw in.error(in.at(), "a term is missing before this word; to search for the word, quote it");
        }
        boolean quoted = in.peek() == '"';
        String name = quoted ? in.quoted() : in.word();
        String operator = operator();
        if (operator == null) {
            if (name.isEmpty()) {
                throw in.error(
                        in.at(), in.atEnd() ? "a term is missing at the end" : "a term is missing before this )");
            }
            return text(null, name, quoted, start);
        }
        if (name.isEmpty() && !quoted) {
            throw in.error(
                    start, "the name of a field is missing before " + operator + "; write no space around " + operator);
        }
        return comparison(name, quoted, operator);
    }

    private @Nullable String operator() {
        for (String candidate : List.of("!=", ">=", "<=", "=", ":", ">", "<")) {
            if (in.take(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private Query comparison(String field, boolean literal, String operator) throws QuerySyntaxException {
        int start = in.at();
        boolean quoted = in.peek() == '"';
        String value = quoted ? in.quoted() : in.value();
        if (value.isEmpty() && !quoted) {
            throw in.error(
                    start,
                    "a value is missing after " + operator + "; quote a value that holds spaces, quotes or"
                            + " parentheses, and write no space around " + operator);
        }
        if (field.equals("timestamp")) {
            throw in.error(start, "timestamp is not searched as a field; use the parameters from and to");
        }
        Naming naming = name -> switch (operator) {
            case ":" -> text(name, value, quoted, start);
            case "=", "!=" -> equal(name, value, quoted, start);
            default -> compare(name, operator, value, start);
        };
        // In quotes it is the name itself. Else an event may have the value under either name.
        String stored = literal ? null : FieldAlias.storedAs(field);
        Query found = either(naming, field, stored);
        return operator.equals("!=")
                ? new Query.And(List.of(either(Query.Exists::new, field, stored), new Query.Not(found)))
                : found;
    }

    private static Query either(Naming naming, String field, @Nullable String stored) throws QuerySyntaxException {
        Query found = naming.query(field);
        return stored == null ? found : new Query.Or(List.of(found, naming.query(stored)));
    }

    /** What is looked for, in a field of some name. */
    private interface Naming {
        Query query(String field) throws QuerySyntaxException;
    }

    private Query equal(String field, String value, boolean quoted, int start) throws QuerySyntaxException {
        if (quoted) {
            return new Query.TextEqual(field, value);
        }
        if (value.indexOf('*') >= 0) {
            Wildcard pattern = wildcard(value, start);
            return pattern.matchesAll() ? new Query.Exists(field) : new Query.Like(field, pattern);
        }
        BigDecimal number = Decimals.parse(value);
        return number == null ? new Query.TextEqual(field, value) : new Query.NumberEqual(field, number);
    }

    private Query compare(String field, String operator, String value, int start) throws QuerySyntaxException {
        BigDecimal bound = Decimals.parse(value);
        if (bound == null) {
            throw in.error(start, operator + " compares numbers, and this is none; use = for text");
        }
        Query.Comparison comparison = switch (operator) {
            case "<" -> Query.Comparison.LESS;
            case "<=" -> Query.Comparison.LESS_OR_EQUAL;
            case ">" -> Query.Comparison.GREATER;
            default -> Query.Comparison.GREATER_OR_EQUAL;
        };
        return new Query.Compare(field, comparison, bound);
    }

    private Query text(@Nullable String field, String value, boolean quoted, int start) throws QuerySyntaxException {
        if (!quoted && value.startsWith("-") && field == null) {
            throw in.error(start, "to leave something out write NOT before it; to search for text with a -, quote it");
        }
        if (!quoted && value.indexOf('*') >= 0) {
            return wordLike(field, value, start);
        }
        List<String> words = Words.of(value);
        if (words.isEmpty()) {
            throw in.error(start, "there is no letter or digit to search for");
        }
        return new Query.Phrase(field, words);
    }

    private Query wordLike(@Nullable String field, String value, int start) throws QuerySyntaxException {
        Wildcard pattern = wildcard(value, start);
        if (pattern.matchesAll()) {
            return field == null ? new Query.All() : new Query.Exists(field);
        }
        List<String> lowered = new ArrayList<>();
        for (String piece : pattern.pieces()) {
            List<String> words = Words.of(piece);
            boolean oneWord = piece.codePoints().allMatch(Words::belongs) && words.size() <= 1;
            if (!oneWord) {
                throw in.error(
                        start, "a word with * may hold only letters and digits; for other text use field=" + value);
            }
            lowered.add(words.isEmpty() ? "" : words.get(0));
        }
        return new Query.WordLike(field, new Wildcard(lowered));
    }

    private Wildcard wildcard(String value, int start) throws QuerySyntaxException {
        if (value.length() > QueryParser.MAX_WILDCARD) {
            throw in.error(
                    start,
                    "a value with * has at most " + QueryParser.MAX_WILDCARD
                            + " characters; quote it if the * is meant");
        }
        Wildcard pattern = Wildcard.of(value);
        if (pattern.pieces().size() > QueryParser.MAX_STARS + 1) {
            throw in.error(start, "there are more than " + QueryParser.MAX_STARS + " stars in this value");
        }
        return pattern;
    }
}
