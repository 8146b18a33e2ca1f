package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapRegionsTest {

    private static final int REGION_BYTES = 100;

    private final HeapRegions regions = new HeapRegions(REGION_BYTES, 10 * REGION_BYTES);

    /** Takes so many regions at once and gives them back. */
    private List<Region> burst(int size) {
        List<Region> taken = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            taken.add(regions.take());
        }
        taken.forEach(regions::giveBack);
        return taken;
    }

    @Test
    void take_afterABurst_givesTheSameRegions() {
        List<Region> first = burst(8);

        assertThat(burst(8)).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void giveBack_moreThanMayBeKept_keepsTheMost() {
        burst(15);

        assertThat(regions.spares()).isEqualTo(10);
    }

    @Test
    void giveBack_burstsThatGoOn_keepWhatTheyNeed() {
        for (int i = 0; i < 10 * HeapRegions.PERIOD; i++) {
            burst(6);
        }

        // What all of them left alone is given up, but for two.
        assertThat(regions.spares()).isEqualTo(6);
    }

    @Test
    void giveBack_quietAfterABurst_givesTheRestUp() {
        burst(10);
        for (int i = 0; i < 2 * HeapRegions.PERIOD; i++) {
            burst(1);
        }

        assertThat(regions.spares()).isBetween(2, 3);
    }

    @Test
    void giveBack_spareBytesForNone_stillKeepsTwo() {
        HeapRegions few = new HeapRegions(REGION_BYTES, 0);
        for (int i = 0; i < 3; i++) {
            few.giveBack(new HeapRegion(REGION_BYTES));
        }

        assertThat(few.spares()).isEqualTo(2);
    }

    @Test
    void giveBack_regionOfAnotherSize_isNotKept() {
        regions.giveBack(new HeapRegion(REGION_BYTES - 1));

        assertThat(regions.spares()).isZero();
    }
}
