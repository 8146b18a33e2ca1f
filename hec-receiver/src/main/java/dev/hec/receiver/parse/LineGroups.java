package dev.hec.receiver.parse;

import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of one upload together to events. Confined to one upload.
 *
 * <p>An event reaches from the beginning of its first line to the end of its last, with the line breaks between as they came.
 * A group that reaches a bound ends there; its further lines are an event of their own, so nothing is lost. When the time of the
 * request is over, each line that is left is an event.
 */
public final class LineGroups {

    private final @Nullable Multiline rule;
    private final ParseTime time;
    private int lines;
    private int start;

    LineGroups(@Nullable Multiline rule, ParseTime time) {
        this.rule = rule;
        this.time = time;
    }

    /**
     * Tells of the next line that is not empty.
     *
     * @param text the upload
     * @param lineStart where the line begins
     * @param lineEnd where it ends, without its line break
     * @return whether it belongs to the event of the line before; else it begins one
     */
    public boolean joins(String text, int lineStart, int lineEnd) {
        if (rule == null) {
            return false;
        }
        boolean joins = lines > 0
                && lines < rule.maxLines()
                && lineEnd - start <= rule.maxChars()
                && !time.over()
                && continues(rule, text.substring(lineStart, lineEnd));
        lines = joins ? lines + 1 : 1;
        start = joins ? start : lineStart;
        return joins;
    }

    private boolean continues(Multiline known, String line) {
        time.begin();
        try {
            return known.continues(line);
        } finally {
            time.end();
        }
    }
}
