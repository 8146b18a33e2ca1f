package dev.hec.buffer;

import org.jspecify.annotations.Nullable;

/**
 * Where batches get their memory. All methods are called under the lock of {@link EventBuffer} and neither block nor do I/O.
 */
public interface Regions {

    /** Why there is no region. */
    enum Shortage {
        /** One is being made. */
        COMING,
        /** As many are in use as there may be; one has to be settled first. */
        FULL,
        /** None can be made; the heap has to do. */
        BROKEN
    }

    /** An empty region, or null if none is at hand. */
    @Nullable
    Region take();

    /** Why {@link #take} gave none. */
    Shortage shortage();

    /** All records of a region are settled, or have moved; what it holds may be forgotten. */
    void giveBack(Region region);

    /** A batch is full; nothing is added to its region any more. */
    void sealed(Region region);

    /** A region was {@link Shortage#COMING} for too long, and the heap stands in for it. */
    void tooSlow();

    /** Whether regions are meant to outlive the process, so that records need a checksum. */
    boolean areDurable();
}
