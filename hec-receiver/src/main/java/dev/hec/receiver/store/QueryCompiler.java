package dev.hec.receiver.store;

import dev.hec.receiver.query.Query;
import dev.hec.receiver.query.Wildcard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.jspecify.annotations.Nullable;

/** Turns the query language into Lucene's queries over the terms of {@link EventDocument}. Stateless and thread-safe. */
final class QueryCompiler {

    /** Enough for the longest pattern that the parser lets through. */
    private static final int DETERMINIZE_EFFORT = 1_000_000;

    private QueryCompiler() {}

    static org.apache.lucene.search.Query compile(Query query) {
        if (query instanceof Query.And and) {
            return all(and.parts());
        }
        if (query instanceof Query.Or or) {
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            or.parts().forEach(part -> any.add(compile(part), BooleanClause.Occur.SHOULD));
            return any.build();
        }
        if (query instanceof Query.Not) {
            return all(List.of(query));
        }
        if (query instanceof Query.Phrase phrase) {
            return phrase(phrase);
        }
        if (query instanceof Query.WordLike like) {
            String field = like.field() == null ? EventDocument.WORDS : EventDocument.FIELD_WORDS;
            return like(field, key(like.field()), like.pattern());
        }
        if (query instanceof Query.Like like) {
            return like(EventDocument.TEXTS, key(like.field()), like.pattern());
        }
        if (query instanceof Query.Exists exists) {
            return term(EventDocument.NAMES, new FieldTerms(exists.field()).exists());
        }
        if (query instanceof Query.TextEqual equal) {
            return term(EventDocument.TEXTS, new FieldTerms(equal.field()).text(equal.value()));
        }
        if (query instanceof Query.NumberEqual equal) {
            return term(EventDocument.NUMBERS, new FieldTerms(equal.field()).number(equal.value()));
        }
        if (query instanceof Query.Compare compare) {
            return compare(compare);
        }
        return new MatchAllDocsQuery();
    }

    private static org.apache.lucene.search.Query all(List<Query> parts) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        boolean onlyExcludes = true;
        for (Query part : parts) {
            if (part instanceof Query.Not not) {
                all.add(compile(not.part()), BooleanClause.Occur.MUST_NOT);
            } else {
                onlyExcludes = false;
                all.add(compile(part), BooleanClause.Occur.FILTER);
            }
        }
        if (onlyExcludes) {
            all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        }
        return all.build();
    }

    private static org.apache.lucene.search.Query phrase(Query.Phrase phrase) {
        String field = phrase.field() == null ? EventDocument.WORDS : EventDocument.FIELD_WORDS;
        FieldTerms terms = phrase.field() == null ? null : new FieldTerms(phrase.field());
        List<BytesRef> words = new ArrayList<>();
        for (String word : phrase.words()) {
            words.add(terms == null ? utf8(word) : terms.word(word));
        }
        return words.size() == 1 ? term(field, words.get(0)) : new PhraseQuery(field, words.toArray(BytesRef[]::new));
    }

    private static org.apache.lucene.search.Query like(String field, BytesRef key, Wildcard pattern) {
        List<String> pieces = pattern.pieces();
        if (pieces.size() == 2 && pieces.get(1).isEmpty()) {
            return new PrefixQuery(new Term(field, join(key, utf8(pieces.get(0)))));
        }
        List<Automaton> parts = new ArrayList<>();
        parts.add(Automata.makeBinary(join(key, utf8(pieces.get(0)))));
        for (String piece : pieces.subList(1, pieces.size())) {
            parts.add(Automata.makeAnyBinary());
            parts.add(Automata.makeBinary(utf8(piece)));
        }
        Automaton automaton = Operations.concatenate(parts);
        return new AutomatonQuery(new Term(field), automaton, DETERMINIZE_EFFORT, true);
    }

    private static org.apache.lucene.search.Query compare(Query.Compare compare) {
        FieldTerms terms = new FieldTerms(compare.field());
        BytesRef bound = terms.number(compare.bound());
        return switch (compare.comparison()) {
            case LESS -> range(terms.belowNumbers(), bound, false);
            case LESS_OR_EQUAL -> range(terms.belowNumbers(), bound, true);
            case GREATER -> range(bound, terms.aboveNumbers(), false);
            case GREATER_OR_EQUAL -> range(bound, terms.aboveNumbers(), true);
        };
    }

    private static org.apache.lucene.search.Query range(BytesRef lower, BytesRef upper, boolean inclusive) {
        return new TermRangeQuery(EventDocument.NUMBERS, lower, upper, inclusive, inclusive);
    }

    private static BytesRef key(@Nullable String field) {
        return field == null ? new BytesRef() : new FieldTerms(field).exists();
    }

    private static TermQuery term(String field, BytesRef bytes) {
        return new TermQuery(new Term(field, bytes));
    }

    private static BytesRef utf8(String text) {
        return new BytesRef(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BytesRef join(BytesRef left, BytesRef right) {
        byte[] joined = new byte[left.length + right.length];
        System.arraycopy(left.bytes, left.offset, joined, 0, left.length);
        System.arraycopy(right.bytes, right.offset, joined, left.length, right.length);
        return new BytesRef(joined);
    }
}
