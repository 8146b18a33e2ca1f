package dev.hec.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what stands between the places of templates as bytes, for the same log calls come again and again: of their
 * messages only the arguments are encoded. A template is known by the very object that was written before, which for a literal is
 * always the same.
 *
 * <p>Confined to one thread. Bounded: {@value #PLACES} templates, each of at most {@value #MAX_CHARS} characters; one takes
 * the place of another by its hash.
 *
 * <p>Writes exactly what {@link MessageTemplate} puts together, or nothing: arguments other than texts and whole numbers,
 * texts that have to be cut or masked, templates with escaped braces, and those with surrogates or with places side by side, where halves
 * of a character could meet, are left to it.
 */
final class RepeatedTemplates {

    private static final int MAX_CHARS = 256;
    private static final int PLACES = 64;
    private static final int MAX_DIGITS = 20;

    private final @Nullable String[] templates = new String[PLACES];
    private final @Nullable Pieces[] known = new Pieces[PLACES];

    /**
     * The text around the places of a template, encoded.
     *
     * @param encoded one more than there are places; none if the template cannot be written so
     * @param chars of all of them, before they were encoded
     */
    private record Pieces(List<byte[]> encoded, int chars) {

        int places() {
            return encoded.size() - 1;
        }
    }

    /** Writes a member with a message, if it can; else nothing. */
    boolean write(JsonWriter out, String name, String template, @Nullable Object[] arguments) {
        Pieces pieces = find(out, template);
        if (pieces == null || pieces.places() < 0 || pieces.places() > arguments.length) {
            return false;
        }
        int chars = pieces.chars();
        for (int i = 0; i < pieces.places(); i++) {
            int more = chars(arguments[i]);
            if (more < 0) {
                return false;
            }
            chars += more;
        }
        if (!out.writesWhole(chars)) {
            return false;
        }
        out.name(name);
        out.openText();
        for (int i = 0; i < pieces.places(); i++) {
            out.raw(pieces.encoded().get(i));
            if (arguments[i] instanceof String text) {
                out.partOfText(text);
            } else if (arguments[i] instanceof Number number) {
                out.digits(number.longValue());
            }
        }
        out.raw(pieces.encoded().get(pieces.places()));
        out.closeText();
        return true;
    }

    /** The most characters that an argument becomes; negative if it is none that can be written here. */
    private static int chars(@Nullable Object argument) {
        if (argument instanceof String text) {
            return text.length();
        }
        return argument instanceof Integer || argument instanceof Long ? MAX_DIGITS : Integer.MIN_VALUE;
    }

    @SuppressWarnings("ReferenceEquality") // an equal template that is another object is encoded anew, no more
    private @Nullable Pieces find(JsonWriter scratch, String template) {
        if (template.length() > MAX_CHARS) {
            return null;
        }
        int hash = template.hashCode();
        int place = (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
        if (templates[place] != template) {
            templates[place] = template;
            known[place] = null;
            return null;
        }
        Pieces pieces = known[place];
        if (pieces == null) {
            pieces = pieces(scratch, template);
            known[place] = pieces;
        }
        return pieces;
    }

    private static Pieces pieces(JsonWriter scratch, String template) {
        List<String> texts = MessageTemplate.aroundPlaces(template);
        List<byte[]> encoded = new ArrayList<>();
        int chars = 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            boolean between = i > 0 && i < texts.size() - 1;
            if ((between && text.isEmpty()) || hasSurrogate(text)) {
                return new Pieces(List.of(), 0);
            }
            encoded.add(encode(scratch, text));
            chars += text.length();
        }
        return new Pieces(encoded, chars);
    }

    private static byte[] encode(JsonWriter scratch, String text) {
        int start = scratch.length();
        scratch.partOfText(text);
        byte[] encoded = Arrays.copyOfRange(scratch.bytes(), start, scratch.length());
        scratch.cutBackTo(start);
        return encoded;
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
