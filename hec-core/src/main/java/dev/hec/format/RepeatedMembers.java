package dev.hec.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers text members as bytes, for events repeat them: the logger, the level, the thread, what the MDC says of a request. One
 * whose name and text are the very objects that were written before is copied; comparing the texts would cost what encoding
 * them does.
 *
 * <p>Confined to one thread. Bounded: {@value #PLACES} members, each of at most {@value #MAX_CHARS} characters; one takes
 * the place of another by its hash. A member is encoded for keeping when it comes for the second time, so that texts which never
 * come again cost no copy.
 */
final class RepeatedMembers {

    /** Longer texts are rarely the same object again. */
    static final int MAX_CHARS = 256;

    private static final int PLACES = 64;

    private final @Nullable String[] names = new String[PLACES];
    private final @Nullable String[] texts = new String[PLACES];
    private final byte[] @Nullable [] members = new byte[PLACES][];

    /** Writes a member of which nothing is to be left out or hidden. */
    @SuppressWarnings("ReferenceEquality") // an equal text that is another object is encoded anew, no more
    void write(JsonWriter out, String name, String text) {
        int hash = name.hashCode() * 31 + text.hashCode();
        int place = (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
        if (names[place] != name || texts[place] != text) {
            names[place] = name;
            texts[place] = text;
            members[place] = null;
            encode(out, name, text);
            return;
        }
        byte[] member = members[place];
        if (member == null) {
            int start = encode(out, name, text);
            members[place] = Arrays.copyOfRange(out.bytes(), start, out.length());
        } else {
            out.member(member);
        }
    }

    /** Returns where the member begins. */
    private static int encode(JsonWriter out, String name, String text) {
        int before = out.length();
        out.name(name);
        out.string(text);
        return out.bytes()[before] == ',' ? before + 1 : before;
    }
}
