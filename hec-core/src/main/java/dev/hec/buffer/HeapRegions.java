package dev.hec.buffer;

import java.util.ArrayDeque;
import java.util.Deque;

/** Regions of the heap, of one size, with a few kept for reuse. Guarded by the lock of {@link EventBuffer}. */
final class HeapRegions implements Regions {

    /** One for the batch being filled, one for the batch being sent. */
    private static final int SPARES = 2;

    private final int regionBytes;
    private final Deque<Region> spares = new ArrayDeque<>(SPARES);

    HeapRegions(int regionBytes) {
        this.regionBytes = regionBytes;
    }

    @Override
    public Region take() {
        Region spare = spares.poll();
        return spare == null ? new HeapRegion(regionBytes) : spare;
    }

    @Override
    public Shortage shortage() {
        throw new IllegalStateException("the heap has always a region, or throws");
    }

    @Override
    public void giveBack(Region region) {
        if (region.data().capacity() == regionBytes && spares.size() < SPARES) {
            spares.add(region);
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
}
