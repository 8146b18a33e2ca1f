package dev.hec.receiver.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The terms under which a field is found. All fields of all events share a few Lucene fields, and a term begins with the name
 * of its field; so any number of field names, with whatever characters, costs no more than as many terms.
 *
 * <pre>
 * key  = length(2 bytes) name            longer than {@value #MAX_NAME}: 0xFFFF SHA-256 of the name
 * term = key content
 * text = UTF-8 of the value              longer than {@value #MAX_VALUE}: its beginning, then a hash of the whole
 * </pre>
 *
 * The hash is spelt in the bytes 0xF0 to 0xFF so that no piece of text is ever found inside it. Stateless and thread-safe.
 */
final class FieldTerms {

    /** Bytes of a name that are kept as they are. */
    static final int MAX_NAME = 1024;
    /** Bytes of a value that are kept as they are; a wildcard sees no more of it. */
    static final int MAX_VALUE = 8192;

    private static final int HASH_BYTES = 16;

    private final byte[] key;

    FieldTerms(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        boolean fits = utf8.length <= MAX_NAME;
        byte[] content = fits ? utf8 : sha256(utf8);
        key = new byte[2 + content.length];
        key[0] = (byte) (fits ? utf8.length >> 8 : 0xFF);
        key[1] = (byte) (fits ? utf8.length : 0xFF);
        System.arraycopy(content, 0, key, 2, content.length);
    }

    /** What every term of the field begins with; not to be changed. */
    byte[] key() {
        return key;
    }

    /** Found where the field exists. */
    BytesRef exists() {
        return new BytesRef(key);
    }

    /** Found where a value has this text. */
    BytesRef text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_VALUE) {
            return term(utf8);
        }
        byte[] content = Arrays.copyOf(utf8, MAX_VALUE + 2 * HASH_BYTES);
        byte[] hash = sha256(utf8);
        for (int i = 0; i < HASH_BYTES; i++) {
            content[MAX_VALUE + 2 * i] = (byte) (0xF0 | hash[i] >> 4);
            content[MAX_VALUE + 2 * i + 1] = (byte) (0xF0 | hash[i]);
        }
        return term(content);
    }

    /** Found where a value is this number; in the order of numbers. */
    BytesRef number(BigDecimal value) {
        return term(SortableDecimal.encode(value));
    }

    /** Below the terms of all numbers. */
    BytesRef belowNumbers() {
        return exists();
    }

    /** Above the terms of all numbers. */
    BytesRef aboveNumbers() {
        return term(new byte[] {SortableDecimal.ABOVE_ALL});
    }

    /** Found where a value has this word. */
    BytesRef word(String word) {
        return term(word.getBytes(StandardCharsets.UTF_8));
    }

    /** The name in a term of {@link #exists}; null for one that is kept as a hash. */
    static @Nullable String name(BytesRef term) {
        return term.bytes[term.offset] == (byte) 0xFF
                ? null
                : new String(term.bytes, term.offset + 2, term.length - 2, StandardCharsets.UTF_8);
    }

    /** Whether a term of {@link #text} holds only the beginning of the value. */
    boolean isCut(BytesRef term) {
        return term.length > key.length + MAX_VALUE;
    }

    /** The value in a term of {@link #text}, or its beginning. */
    String value(BytesRef term) {
        int length = Math.min(term.length - key.length, MAX_VALUE);
        return new String(term.bytes, term.offset + key.length, length, StandardCharsets.UTF_8);
    }

    private BytesRef term(byte[] content) {
        byte[] term = Arrays.copyOf(key, key.length + content.length);
        System.arraycopy(content, 0, term, key.length, content.length);
        return new BytesRef(term);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
