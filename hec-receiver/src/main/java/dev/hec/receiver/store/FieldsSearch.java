package dev.hec.receiver.store;

import dev.hec.receiver.query.Decimals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Lists the fields of events, on one view of the index. Stateless. */
final class FieldsSearch {

    /** Values per field and segment that are looked at to tell whether all are numbers. */
    private static final int SAMPLE = 64;

    private static final char AFTER_NUMBERS = '9' + 1;

    private FieldsSearch() {}

    static Fields run(View view, Scope scope, int limit, SearchLimits limits, Deadline deadline) throws IOException {
        Matches matches = Matches.of(view, view.query(scope), deadline);
        TopTerms top = TopTerms.of(matches, EventDocument.NAMES, new BytesRef(), limit, limits.terms(), deadline);
        List<Fields.Field> fields = new ArrayList<>();
        for (TopTerms.Counted counted : top.terms()) {
            String name = FieldTerms.name(counted.term());
            if (name != null) {
                deadline.check();
                fields.add(new Fields.Field(name, counted.count(), kind(view, counted.term())));
            }
        }
        boolean more = top.more() || fields.size() < top.terms().size();
        return new Fields(matches.count(), fields, more, top.complete(), view.behind());
    }

    private static Fields.Kind kind(View view, BytesRef key) throws IOException {
        boolean numbers = false;
        boolean texts = false;
        for (LeafReaderContext leaf : view.leaves()) {
            numbers = numbers || has(leaf.reader().terms(EventDocument.NUMBERS), key);
            texts = texts || hasText(leaf.reader().terms(EventDocument.TEXTS), key);
        }
        if (numbers) {
            return texts ? Fields.Kind.MIXED : Fields.Kind.NUMBER;
        }
        return Fields.Kind.TEXT;
    }

    private static boolean has(@Nullable Terms terms, BytesRef key) throws IOException {
        if (terms == null) {
            return false;
        }
        TermsEnum at = terms.iterator();
        return at.seekCeil(key) != TermsEnum.SeekStatus.END && StringHelper.startsWith(at.term(), key);
    }

    /** Whether a value is no number. Values are sorted, so most texts stand before or behind all numbers. */
    private static boolean hasText(@Nullable Terms terms, BytesRef key) throws IOException {
        if (terms == null) {
            return false;
        }
        TermsEnum at = terms.iterator();
        if (at.seekCeil(with(key, AFTER_NUMBERS)) != TermsEnum.SeekStatus.END
                && StringHelper.startsWith(at.term(), key)) {
            return true;
        }
        if (at.seekCeil(key) == TermsEnum.SeekStatus.END) {
            return false;
        }
        BytesRef term = at.term();
        for (int i = 0; i < SAMPLE && term != null && StringHelper.startsWith(term, key); i++) {
            String value =
                    new String(term.bytes, term.offset + key.length, term.length - key.length, StandardCharsets.UTF_8);
            if (Decimals.parse(value) == null) {
                return true;
            }
            term = at.next();
        }
        return false;
    }

    private static BytesRef with(BytesRef key, char next) {
        byte[] bytes = new byte[key.length + 1];
        System.arraycopy(key.bytes, key.offset, bytes, 0, key.length);
        bytes[key.length] = (byte) next;
        return new BytesRef(bytes);
    }
}
