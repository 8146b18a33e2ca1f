package dev.hec.receiver.parse;

/**
 * A text with the stack trace behind it, if there is one. Confined to one line.
 *
 * <p>A trace begins at the first line that is a class with its package, alone or before a colon, and that has a frame ({@code at …},
 * {@code ... 3 more}) somewhere behind it: the message of an exception may have lines of its own.
 */
final class StackTrace {

    private final String line;
    private final int textStart;

    StackTrace(String line, int textStart) {
        this.line = line;
        this.textStart = textStart;
    }

    /** Sets {@code message}, and {@code exception.stack} and {@code exception.class}. */
    <X extends Exception> void extract(LineFields<X> into) throws X {
        int stack = start();
        String text =
                line.substring(textStart, stack < 0 ? line.length() : stack).stripTrailing();
        if (!text.isEmpty()) {
            into.put("message", text);
        }
        if (stack >= 0) {
            into.put("exception.class", line.substring(stack, classEnd(stack)));
            into.put("exception.stack", line.substring(stack).stripTrailing());
        }
    }

    /** Where the trace begins; -1 if there is none. */
    private int start() {
        int candidate = -1;
        for (int start = nextLine(textStart); start < line.length(); start = nextLine(start)) {
            if (candidate >= 0 && frame(start)) {
                return candidate;
            }
            if (candidate < 0 && classEnd(start) > start) {
                candidate = start;
            }
        }
        return -1;
    }

    private int nextLine(int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '\n' && line.charAt(i) != '\r') {
            i++;
        }
        return i + 1;
    }

    private boolean frame(int start) {
        int i = start;
        while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i > start
                && (line.startsWith("at ", i) || line.startsWith("... ", i) || line.startsWith("Suppressed: ", i));
    }

    /** The end of the class that a line begins with; its start if it begins with none. */
    private int classEnd(int start) {
        int i = start;
        boolean dot = false;
        while (i < line.length() && (Character.isJavaIdentifierPart(line.charAt(i)) || line.charAt(i) == '.')) {
            dot |= line.charAt(i) == '.';
            i++;
        }
        boolean ends = i == line.length() || ":\r\n".indexOf(line.charAt(i)) >= 0;
        boolean isOne = dot && ends && Character.isJavaIdentifierStart(line.charAt(start)) && line.charAt(i - 1) != '.';
        return isOne ? i : start;
    }
}
