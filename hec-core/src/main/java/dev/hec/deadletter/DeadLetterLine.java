package dev.hec.deadletter;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hec.DropReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One event as a line of JSON: when and why it was given up, by whom, and the record itself.
 *
 * <p>Stateless and thread-safe. The record stands there as it was sent if it is JSON on one line, and as a text otherwise, so
 * a line can always be read by whatever reads JSON.
 */
final class DeadLetterLine {

    /** Most bytes of the text that says why. */
    static final int MAX_WHY_BYTES = 512;

    /** Less than a reader accepts by default, because the record stands one level deeper than it was. */
    private static final int MAX_DEPTH = 500;

    /** As many as a reader accepts by default. */
    private static final int MAX_NUMBER_CHARS = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    private static final String ELLIPSIS = "…";

    private DeadLetterLine() {}

    /** The line, with its line feed. */
    static byte[] of(ByteBuffer record, DropReason reason, String why, String client, Instant now) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(record.remaining() + 256);
        try (JsonGenerator out = JSON.createGenerator(line, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeStringField("at", now.toString());
            out.writeStringField("reason", reason.name());
            out.writeStringField("why", bounded(why));
            out.writeStringField("client", wellFormed(client));
            out.writeFieldName("record");
            String text = text(record);
            if (isJsonOnOneLine(text)) {
                out.writeRawValue(text);
            } else {
                out.writeString(text);
            }
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return line.toByteArray();
    }

    /** The bytes as text; what is not UTF-8 becomes U+FFFD. */
    private static String text(ByteBuffer record) {
        return StandardCharsets.UTF_8.decode(record.duplicate()).toString();
    }

    private static String wellFormed(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return text;
        } catch (CharacterCodingException e) {
            // A lone surrogate becomes a question mark; the generator would refuse it.
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }

    private static boolean isJsonOnOneLine(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER_CHARS) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** A text without control characters, cut where it is too long. */
    private static String bounded(String why) {
        StringBuilder bounded = new StringBuilder(Math.min(why.length(), MAX_WHY_BYTES));
        int bytes = 0;
        int fitting = 0;
        for (int i = 0; i < why.length(); ) {
            int c = why.codePointAt(i);
            i += Character.charCount(c);
            int shown = Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : isSurrogate(c) ? 0xfffd : c;
            bytes += shown < 0x80 ? 1 : shown < 0x800 ? 2 : shown < 0x10000 ? 3 : 4;
            if (bytes > MAX_WHY_BYTES) {
                bounded.setLength(fitting);
                return bounded.append(ELLIPSIS).toString();
            }
            bounded.appendCodePoint(shown);
            if (bytes <= MAX_WHY_BYTES - 3) {
                fitting = bounded.length();
            }
        }
        return bounded.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
