package dev.hec.buffer;

import dev.hec.Severity;
import java.util.Arrays;

/**
 * What is known of the records of a batch: where each ends, how much it matters, and where they can be cut apart. Used again for
 * another batch when all records are settled, so that a steady flow of events makes no garbage.
 *
 * <p>Guarded by the lock of {@link EventBuffer}, until the batch is taken; then read by the delivery thread that has it.
 */
final class BatchIndex {

    private static final int INITIAL_RECORDS = 256;

    private final CutPoints cutPoints = new CutPoints();
    private int[] ends = new int[INITIAL_RECORDS];
    private byte[] severities = new byte[INITIAL_RECORDS];
    private int records;

    BatchIndex() {}

    /** An index of records that an earlier process left behind; their times are not known. */
    BatchIndex(int[] ends, byte[] severities) {
        this.ends = ends;
        this.severities = severities;
        records = ends.length;
    }

    /** Forgets everything. */
    void clear() {
        records = 0;
        cutPoints.clear();
    }

    int records() {
        return records;
    }

    CutPoints cutPoints() {
        return cutPoints;
    }

    /** Where the records before an index end. */
    int endBefore(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    Severity severity(int record) {
        return Severity.ofCode(severities[record]);
    }

    void add(int end, Severity severity) {
        if (records == ends.length) {
            // Both or none, in case memory runs out in between.
            int capacity = Math.max(INITIAL_RECORDS, records * 2);
            int[] moreEnds = Arrays.copyOf(ends, capacity);
            severities = Arrays.copyOf(severities, capacity);
            ends = moreEnds;
        }
        ends[records] = end;
        severities[records] = severity.code();
        records++;
    }

    /** Moves the records from a place on, one of {@link #cutPoints}, to an empty index. */
    void moveTail(int index, BatchIndex tail) {
        int start = endBefore(index);
        for (int i = index; i < records; i++) {
            tail.add(ends[i] - start, severity(i));
        }
        cutPoints.moveTail(index, tail.cutPoints);
        records = index;
    }
}
