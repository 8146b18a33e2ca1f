package dev.hec.receiver.parse;

import dev.hec.format.EpochTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A way to write a time. Implementations are immutable and thread-safe. */
@FunctionalInterface
interface TimeFormat {

    /** See {@link IsoTime}. */
    TimeFormat ISO = (text, zone, receivedNanos) -> IsoTime.nanos(text, zone);

    /**
     * A number, read as the {@code time} of an envelope is: by its size seconds, milliseconds, microseconds or nanoseconds.
     * A number of less than nine digits would be a time before 1974, and is more likely none: a duration, or a version.
     */
    TimeFormat EPOCH = (text, zone, receivedNanos) -> epoch(text);

    /**
     * Reads a time.
     *
     * @param zone of times that tell none
     * @param receivedNanos when the line came, which tells the day or the year of times that do not
     * @return nanoseconds since the epoch; null if the text is no such time
     */
    @Nullable
    Long nanos(String text, ZoneId zone, long receivedNanos);

    private static @Nullable Long epoch(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        boolean number = digits >= 9 && digits <= 19 && (digits == text.length() || text.charAt(digits) == '.');
        if (!number) {
            return null;
        }
        try {
            return EpochTime.parseNanos(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
