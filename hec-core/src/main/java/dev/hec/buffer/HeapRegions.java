package dev.hec.buffer;

import dev.hec.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Regions of the heap, of one size, with those that were used kept for reuse. Guarded by the lock of {@link EventBuffer}.
 *
 * <p>A region that is not at hand is made on a thread that logs, under the lock; it is larger than all the events that it
 * will hold are worth. So what a burst has needed is kept for the next one, and given up once it has not been needed for a
 * while. That is noticed where a region is given back: an application that falls silent altogether keeps its spares.
 */
final class HeapRegions implements Regions {

    /** Kept even if unneeded: one for the batch being filled, one for the batch being sent. */
    private static final int LEAST_SPARES = 2;

    /**
     * Spares that nobody needed from one end of such a time to the other, with so many regions given back meanwhile, are
     * given up: longer than the lull between two bursts, and not at the beginning of one that comes after long silence. A region
     * given up too early lies dead among the old objects until the next full collection, and the heap grows for the next one.
     */
    static final Duration PERIOD = Duration.ofMinutes(1);

    static final int PERIOD_REGIONS = 64;

    private final int regionBytes;
    private final Deque<Region> spares = new ArrayDeque<>(LEAST_SPARES);
    private final Time time;
    private int fewest;
    private long periodStart;
    private int givenBack;

    HeapRegions(int regionBytes, Time time) {
        this.regionBytes = regionBytes;
        this.time = time;
        periodStart = time.nanos();
    }

    @Override
    public Region take() {
        // The one used last, whose memory is likely to be in a cache.
        Region spare = spares.pollFirst();
        fewest = Math.min(fewest, spares.size());
        return spare == null ? new HeapRegion(regionBytes) : spare;
    }

    @Override
    public Shortage shortage() {
        throw new IllegalStateException("the heap has always a region, or throws");
    }

    @Override
    public void giveBack(Region region) {
        if (region.data().capacity() != regionBytes) {
            return;
        }
        spares.addFirst(region);
        long now = time.nanos();
        if (++givenBack >= PERIOD_REGIONS && now - periodStart >= PERIOD.toNanos()) {
            for (int i = 0; i < fewest && spares.size() > LEAST_SPARES; i++) {
                spares.removeLast();
            }
            givenBack = 0;
            periodStart = now;
            fewest = spares.size();
        }
    }

    @Override
    public void sealed(Region region) {}

    @Override
    public void tooSlow() {}

    @Override
    public boolean areDurable() {
        return false;
    }

    int spares() {
        return spares.size();
    }
}
