package dev.hec.receiver.store;

import java.time.Duration;

/**
 * What searches may cost together, so that no search harms the receiver.
 *
 * @param time the longest that one search works; it is refused then, never cut short in silence
 * @param running how many searches work at the same time
 * @param waiting how many wait for one of these to end; further ones are refused at once, for each holds a thread
 * @param patience the longest that a search waits for its turn
 * @param pages how many pages of results go to their readers at the same time; each needs some of the memory until it is written
 * @param exports how many exports go on at the same time; each keeps the files of the index as they were when it began
 * @param exportTime the longest that an export takes, whose pace is the reader's
 * @param terms how many different values of a field, or names of fields, are looked at; what lies beyond is not counted, and that is
 *     said
 */
public record SearchLimits(
        Duration time,
        int running,
        int waiting,
        Duration patience,
        int pages,
        int exports,
        Duration exportTime,
        int terms) {

    /** 10 s each, 4 at once and 32 waiting for at most 5 s, 16 pages being written, 4 exports for at most an hour, a million terms. */
    public static final SearchLimits DEFAULT = new SearchLimits(
            Duration.ofSeconds(10), 4, 32, Duration.ofSeconds(5), 16, 4, Duration.ofHours(1), 1_000_000);
}
