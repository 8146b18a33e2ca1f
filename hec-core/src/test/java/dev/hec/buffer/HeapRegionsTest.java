package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapRegionsTest {

    private static final int REGION_BYTES = 100;

    private final ManualTime time = new ManualTime();
    private final HeapRegions regions = new HeapRegions(REGION_BYTES, time);

    /** Takes so many regions at once and gives them back. */
    private List<Region> burst(int size) {
        List<Region> taken = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            taken.add(regions.take());
        }
        taken.forEach(regions::giveBack);
        return taken;
    }

    private void bursts(int times, int size) {
        for (int i = 0; i < times; i++) {
            burst(size);
        }
    }

    @Test
    void take_afterABurst_givesTheSameRegions() {
        List<Region> first = burst(8);

        assertThat(burst(8)).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void giveBack_burstsThatGoOn_keepWhatTheyNeed() {
        burst(10);
        for (int i = 0; i < 10; i++) {
            bursts(HeapRegions.PERIOD_REGIONS, 6);
            time.advance(HeapRegions.PERIOD);
        }

        // What all of them left alone is given up, but perhaps for one.
        assertThat(regions.spares()).isBetween(6, 7);
    }

    @Test
    void giveBack_lullShorterThanThePeriod_keepsWhatTheBurstNeeded() {
        List<Region> first = burst(8);
        bursts(10_000, 1);
        time.advance(HeapRegions.PERIOD.minusMillis(1));
        burst(1);

        assertThat(burst(8)).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void giveBack_beginningOfABurstAfterLongSilence_keepsWhatItWillNeed() {
        List<Region> first = burst(8);
        for (int i = 0; i < 10; i++) {
            time.advance(HeapRegions.PERIOD.multipliedBy(10));
            burst(1);
        }

        assertThat(burst(8)).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void giveBack_quietAfterABurst_givesTheRestUp() {
        burst(10);
        for (int i = 0; i < 2; i++) {
            time.advance(HeapRegions.PERIOD);
            bursts(HeapRegions.PERIOD_REGIONS, 1);
        }

        assertThat(regions.spares()).isEqualTo(2);
    }

    @Test
    void giveBack_regionOfAnotherSize_isNotKept() {
        regions.giveBack(new HeapRegion(REGION_BYTES - 1));

        assertThat(regions.spares()).isZero();
    }
}
