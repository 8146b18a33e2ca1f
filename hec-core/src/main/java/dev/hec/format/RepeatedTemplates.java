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
 * <p>Confined to one thread. Bounded: {@value #SLOTS} templates, each of at most {@value #MAX_CHARS} characters; one takes
 * the place of another by its hash.
 *
 * <p>Writes exactly what {@link MessageTemplate} puts together, or nothing: arguments other than texts and whole numbers,
 * texts that have to be cut or masked, templates with escaped braces, and those with surrogates or with places side by side, where halves
 * of a character could meet, are left to it.
 */
final class RepeatedTemplates {

    private static final int MAX_CHARS = 256;
    private static final int SLOTS = 64;
    private static final int MAX_ARGUMENTS = 16;
    private static final int MAX_DIGITS = 20;

    private final @Nullable String[] templates = new String[SLOTS];
    private final @Nullable Pieces[] known = new Pieces[SLOTS];
    private final @Nullable Object[] arguments = new Object[MAX_ARGUMENTS];

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
    boolean write(JsonWriter out, String name, String template, @Nullable Object[] given) {
        if (!out.writesWhole(0)) {
            return false;
        }
        Pieces pieces = find(out, template);
        if (pieces == null || pieces.places() < 0 || pieces.places() > Math.min(given.length, MAX_ARGUMENTS)) {
            return false;
        }
        if (!takeArguments(out, pieces, given)) {
            Arrays.fill(arguments, null);
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
            arguments[i] = null;
        }
        out.raw(pieces.encoded().get(pieces.places()));
        out.closeText();
        return true;
    }

    /** Reads each argument once, for the array may be one that the application goes on changing; says whether all can be written. */
    private boolean takeArguments(JsonWriter out, Pieces pieces, @Nullable Object[] given) {
        long chars = pieces.chars();
        for (int i = 0; i < pieces.places(); i++) {
            Object argument = given[i];
            if (argument instanceof String text) {
                chars += text.length();
            } else if (argument instanceof Integer || argument instanceof Long) {
                chars += MAX_DIGITS;
            } else {
                return false;
            }
            arguments[i] = argument;
        }
        return chars <= Integer.MAX_VALUE && out.writesWhole((int) chars);
    }

    @SuppressWarnings("ReferenceEquality") // an equal template that is another object is encoded anew, no more
    private @Nullable Pieces find(JsonWriter scratch, String template) {
        if (template.length() > MAX_CHARS) {
            return null;
        }
        int hash = template.hashCode();
        int slot = (hash ^ hash >>> 16 ^ hash >>> 8) & SLOTS - 1;
        if (templates[slot] != template) {
            templates[slot] = template;
            known[slot] = null;
            return null;
        }
        Pieces pieces = known[slot];
        if (pieces == null) {
            pieces = pieces(scratch, template);
            known[slot] = pieces;
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
