package dev.hec.receiver.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query language of {@code docs/search.md}.
 *
 * <pre>
 * query  = [ or ]
 * or     = and { "OR" and }
 * and    = not { [ "AND" ] not }
 * not    = "NOT" not | "(" or ")" | term
 * term   = ( word | quoted ) [ operator value ]
 * </pre>
 *
 * Length, depth and number of terms are bounded, so no text can harm. Confined to one thread; use {@link #parse}.
 */
public final class QueryParser {

    /** The longest query, in characters. */
    public static final int MAX_LENGTH = 8192;
    /** The most terms. */
    public static final int MAX_TERMS = 256;
    /** The deepest nesting of parentheses and NOT. */
    public static final int MAX_DEPTH = 32;
    /** The most stars in one value. */
    public static final int MAX_STARS = 8;
    /** The longest value with stars, in characters. */
    public static final int MAX_WILDCARD = 256;

    private final QueryScanner in;
    private int terms;
    private int depth;

    private QueryParser(String text) {
        in = new QueryScanner(text);
    }

    /**
     * Reads a query; empty text finds everything.
     *
     * @throws QuerySyntaxException if the text is no query; says where and why
     */
    public static Query parse(String text) throws QuerySyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw new QuerySyntaxException(
                    MAX_LENGTH + 1, "the query has " + text.length() + " characters; at most " + MAX_LENGTH);
        }
        QueryParser parser = new QueryParser(text);
        parser.in.skipSpace();
        if (parser.in.atEnd()) {
            return new Query.All();
        }
        Query query = parser.or();
        if (!parser.in.atEnd()) {
            throw parser.error("there is no ( for this )");
        }
        return query;
    }

    private Query or() throws QuerySyntaxException {
        List<Query> parts = new ArrayList<>();
        parts.add(and());
        while (takeKeyword("OR")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Query.Or(List.copyOf(parts));
    }

    private Query and() throws QuerySyntaxException {
        List<Query> parts = new ArrayList<>();
        parts.add(not());
        in.skipSpace();
        while (!in.atEnd() && in.peek() != ')' && !in.isKeyword("OR")) {
            takeKeyword("AND");
            parts.add(not());
            in.skipSpace();
        }
        return parts.size() == 1 ? parts.get(0) : new Query.And(List.copyOf(parts));
    }

    private Query not() throws QuerySyntaxException {
        in.skipSpace();
        int start = in.at();
        if (takeKeyword("NOT")) {
            deeper(start);
            Query part = not();
            depth--;
            return new Query.Not(part);
        }
        if (in.take("(")) {
            deeper(start);
            Query inner = or();
            in.skipSpace();
            if (!in.take(")")) {
                throw error(start, "the ( is not closed; add a )");
            }
            depth--;
            return inner;
        }
        return term();
    }

    private Query term() throws QuerySyntaxException {
        in.skipSpace();
        int start = in.at();
        if (++terms > MAX_TERMS) {
            throw error("the query has more than " + MAX_TERMS + " terms");
        }
        if (in.isKeyword("AND") || in.isKeyword("OR")) {
            throw error("a term is missing before this word; to search for the word, quote it");
        }
        boolean quoted = in.peek() == '"';
        String name = quoted ? in.quoted() : in.word();
        String operator = operator();
        if (operator == null) {
            if (name.isEmpty()) {
                throw error(in.atEnd() ? "a term is missing at the end" : "a term is missing before this )");
            }
            return text(null, name, quoted, start);
        }
        if (name.isEmpty() && !quoted) {
            throw error(
                    start, "the name of a field is missing before " + operator + "; write no space around " + operator);
        }
        return comparison(name, operator);
    }

    private @Nullable String operator() {
        for (String candidate : List.of("!=", ">=", "<=", "=", ":", ">", "<")) {
            if (in.take(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private Query comparison(String field, String operator) throws QuerySyntaxException {
        int start = in.at();
        boolean quoted = in.peek() == '"';
        String value = quoted ? in.quoted() : in.value();
        if (value.isEmpty() && !quoted) {
            throw error(
                    start,
                    "a value is missing after " + operator + "; quote a value that holds spaces, quotes or"
                            + " parentheses, and write no space around " + operator);
        }
        if (field.equals("timestamp")) {
            throw error(start, "timestamp is not searched as a field; use the parameters from and to");
        }
        return switch (operator) {
            case ":" -> text(field, value, quoted, start);
            case "=" -> equal(field, value, quoted, start);
            case "!=" ->
                new Query.And(List.of(new Query.Exists(field), new Query.Not(equal(field, value, quoted, start))));
            default -> compare(field, operator, value, start);
        };
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
            throw error(start, operator + " compares numbers, and this is none; use = for text");
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
            throw error(start, "to leave something out write NOT before it; to search for text with a -, quote it");
        }
        if (!quoted && value.indexOf('*') >= 0) {
            return wordLike(field, value, start);
        }
        List<String> words = Words.of(value);
        if (words.isEmpty()) {
            throw error(start, "there is no letter or digit to search for");
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
                throw error(start, "a word with * may hold only letters and digits; for other text use field=" + value);
            }
            lowered.add(words.isEmpty() ? "" : words.get(0));
        }
        return new Query.WordLike(field, new Wildcard(lowered));
    }

    private static Wildcard wildcard(String value, int start) throws QuerySyntaxException {
        if (value.length() > MAX_WILDCARD) {
            throw error(
                    start, "a value with * has at most " + MAX_WILDCARD + " characters; quote it if the * is meant");
        }
        Wildcard pattern = Wildcard.of(value);
        if (pattern.pieces().size() > MAX_STARS + 1) {
            throw error(start, "there are more than " + MAX_STARS + " stars in this value");
        }
        return pattern;
    }

    private boolean takeKeyword(String keyword) {
        in.skipSpace();
        return in.isKeyword(keyword) && in.take(keyword);
    }

    private void deeper(int start) throws QuerySyntaxException {
        if (++depth > MAX_DEPTH) {
            throw error(start, "the query is nested deeper than " + MAX_DEPTH);
        }
    }

    private QuerySyntaxException error(String message) {
        return error(in.at(), message);
    }

    private static QuerySyntaxException error(int at, String message) {
        return new QuerySyntaxException(at + 1, message);
    }
}
