package dev.hec.receiver.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the query language of {@code docs/search.md}.
 *
 * <pre>
 * query  = [ or ]
 * or     = and { "OR" and }
 * and    = not { [ "AND" ] not }
 * not    = "NOT" not | "(" or ")" | term
 * term   : see {@link TermParser}
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
    private final TermParser terms;
    private int depth;

    private QueryParser(String text) {
        in = new QueryScanner(text);
        terms = new TermParser(in);
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
        QueryScanner in = parser.in;
        in.skipSpace();
        if (in.atEnd()) {
            return new Query.All();
        }
        Query query = parser.or();
        if (!in.atEnd()) {
            throw in.error(in.at(), "there is no ( for this )");
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
                throw in.error(start, "the ( is not closed; add a )");
            }
            depth--;
            return inner;
        }
        return terms.term();
    }

    private boolean takeKeyword(String keyword) {
        in.skipSpace();
        return in.isKeyword(keyword) && in.take(keyword);
    }

    private void deeper(int start) throws QuerySyntaxException {
        if (++depth > MAX_DEPTH) {
            throw in.error(start, "the query is nested deeper than " + MAX_DEPTH);
        }
    }
}
