package dev.hec.receiver.store;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts what a search finds by time. Confined to one thread. */
final class TimeCounter extends SimpleCollector {

    private final Run run;
    private NumericDocValues times = DocValues.emptyNumeric();

    /** @param counts receives the counts, one for each bucket */
    TimeCounter(TimeBuckets buckets, long[] counts) {
        run = new Run(buckets, counts);
    }

    /** The timestamps of a segment's events. */
    static NumericDocValues times(LeafReaderContext leaf) throws IOException {
        return DocValues.getNumeric(leaf.reader(), EventDocument.TIME);
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        times = times(context);
    }

    @Override
    public void setScorer(Scorable scorer) {
        // not needed
    }

    @Override
    public void collect(int doc) throws IOException {
        times.advanceExact(doc);
        run.add(times.longValue());
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    /** Counts instants. Events that follow each other are mostly in one bucket, which saves the division. */
    static final class Run {

        private final TimeBuckets buckets;
        private final long[] counts;
        private long start;
        private long length;
        private int bucket;

        Run(TimeBuckets buckets, long[] counts) {
            this.buckets = buckets;
            this.counts = counts;
        }

        void add(long instant) {
            if (Long.compareUnsigned(instant - start, length) >= 0) {
                bucket = buckets.of(instant);
                Interval interval = buckets.interval();
                start = instant - interval.into(instant);
                length = interval.nanos();
            }
            counts[bucket]++;
        }
    }
}
