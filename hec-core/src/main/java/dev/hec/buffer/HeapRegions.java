package dev.hec.buffer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Regions of the heap, of one size, with some kept for reuse. Guarded by the lock of {@link EventBuffer}.
 *
 * <p>A region that is not at hand is made on a thread that logs, under the lock; it is larger than all the events that it
 * will hold are worth. So what a burst has needed is kept for the next one, and given up once it has not been needed for a
 * while. The while is counted in regions given back, not in time.
 */
final class HeapRegions implements Regions {

    /** Always kept: one for the batch being filled, one for the batch being sent. */
    private static final int LEAST_SPARES = 2;

    /**
     * Regions given back until those that nobody needed meanwhile are given up: minutes for an application that logs a little, and longer
     * than the lull between two bursts. A region given up too early lies dead among the old objects until the next full collection.
     */
    static final int PERIOD = 256;

    private final int regionBytes;
    private final int mostSpares;
    private final Deque<Region> spares = new ArrayDeque<>(LEAST_SPARES);
    private int fewest;
    private int givenBack;

    /** @param spareBytes the most bytes of spares, as far as more than two of them are kept */
    HeapRegions(int regionBytes, long spareBytes) {
        this.regionBytes = regionBytes;
        mostSpares = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_SPARES, spareBytes / regionBytes));
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
        if (spares.size() < mostSpares) {
            spares.addFirst(region);
        }
        if (++givenBack == PERIOD) {
            for (int i = fewest; i > LEAST_SPARES; i--) {
                spares.removeLast();
            }
            givenBack = 0;
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
