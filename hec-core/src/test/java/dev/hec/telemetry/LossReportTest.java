package dev.hec.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.Severity;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LossReportTest {

    private final LossReport report = new LossReport();

    @Test
    void take_noLoss_isNothing() {
        assertThat(report.take()).isNull();
    }

    @Test
    void take_lossesOfAllKinds_areSummedUp() {
        report.refused(Severity.INFO, 2_000);
        report.refused(Severity.INFO, 1_000);
        report.refused(Severity.ERROR, 3_000);
        report.dropped(
                DropReason.EXPIRED, Map.of(Severity.DEBUG, 1L, Severity.INFO, 4L, Severity.ERROR, 2L), 500, 2_500);
        report.dropped(DropReason.REJECTED, 3);

        Loss loss = report.take();

        assertThat(loss)
                .isEqualTo(new Loss(
                        Map.of("FULL", 3L, "EXPIRED", 7L, "REJECTED", 3L),
                        Map.of(Severity.DEBUG, 1L, Severity.INFO, 6L, Severity.ERROR, 3L),
                        Instant.ofEpochMilli(500),
                        Instant.ofEpochMilli(3_000)))
                .returns(13L, Loss::count)
                .returns(3L, Loss::ofUnknownSeverity);
    }

    @Test
    void take_twice_tellsOnlyWhatCameInBetween() {
        report.refused(Severity.WARN, 1_000);
        assertThat(report.take()).isNotNull();
        assertThat(report.take()).isNull();

        report.refused(Severity.INFO, 4_000);

        assertThat(report.take())
                .isEqualTo(new Loss(
                        Map.of("FULL", 1L),
                        Map.of(Severity.INFO, 1L),
                        Instant.ofEpochMilli(4_000),
                        Instant.ofEpochMilli(4_000)));
    }

    @Test
    void take_onlyLossesOfUnknownTime_hasNoTime() {
        report.refused(Severity.WARN, 1_000);
        assertThat(report.take()).isNotNull();

        report.dropped(DropReason.OVERSIZE, 1);

        assertThat(report.take()).isEqualTo(new Loss(Map.of("OVERSIZE", 1L), Map.of(), null, null));
    }

    @Test
    void dropped_noEvents_isNoLoss() {
        report.dropped(DropReason.SHUTDOWN, 0);
        report.dropped(DropReason.EXPIRED, Map.of(Severity.INFO, 0L), 1, 2);

        assertThat(report.take()).isNull();
    }

    @Test
    void giveBack_thenMoreLosses_isToldTogether() {
        report.refused(Severity.INFO, 1_000);
        report.dropped(DropReason.EXPIRED, Map.of(Severity.INFO, 2L), 2_000, 3_000);
        Loss first = report.take();
        assertThat(first).isNotNull();
        report.refused(Severity.INFO, 5_000);

        report.giveBack(first);

        assertThat(report.take())
                .isEqualTo(new Loss(
                        Map.of("FULL", 2L, "EXPIRED", 2L),
                        Map.of(Severity.INFO, 4L),
                        Instant.ofEpochMilli(1_000),
                        Instant.ofEpochMilli(5_000)));
        assertThat(report.take()).isNull();
    }

    @Test
    void giveBack_nothingNew_isTheSameLossAgain() {
        report.dropped(DropReason.REJECTED, 2);
        Loss loss = report.take();
        assertThat(loss).isNotNull();

        report.giveBack(loss);

        assertThat(report.take()).isEqualTo(loss);
    }

    @Test
    void refused_onAThreadThatLogs_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        // The first round loads classes.
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                report.refused(Severity.INFO, i);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(allocated).isZero();
    }

    @Test
    void losses_ofManyThreads_areEachToldOnce() {
        int threads = 4;
        int each = 50_000;
        AtomicBoolean over = new AtomicBoolean();
        List<Background<Void>> losers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int seed = thread;
            losers.add(Background.start(() -> {
                Random random = new Random(seed);
                for (int i = 0; i < each; i++) {
                    if (i % 100 == 99) {
                        report.dropped(DropReason.EXPIRED, Map.of(Severity.INFO, 1L), 1_000, 9_000);
                    } else {
                        report.refused(Severity.values()[i % 5], 1_000 + random.nextInt(8_001));
                    }
                }
                return null;
            }));
        }
        Background<List<Loss>> teller = Background.start(() -> {
            Random random = new Random(42);
            List<Loss> told = new ArrayList<>();
            while (true) {
                boolean last = over.get();
                Loss loss = report.take();
                if (loss != null && !last && random.nextInt(3) == 0) {
                    report.giveBack(loss);
                } else if (loss != null) {
                    told.add(loss);
                }
                if (last) {
                    return told;
                }
            }
        });

        losers.forEach(Background::result);
        over.set(true);
        List<Loss> told = teller.result();

        Map<String, Long> byReason = new HashMap<>();
        Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
        for (Loss loss : told) {
            loss.byReason().forEach((reason, events) -> byReason.merge(reason, events, Long::sum));
            loss.bySeverity().forEach((severity, events) -> bySeverity.merge(severity, events, Long::sum));
        }
        long dropped = threads * each / 100;
        long ofOneSeverity = threads * each / 5;
        assertThat(byReason).containsOnly(Map.entry("EXPIRED", dropped), Map.entry("FULL", threads * each - dropped));
        assertThat(bySeverity)
                .containsOnly(
                        Map.entry(Severity.TRACE, ofOneSeverity),
                        Map.entry(Severity.DEBUG, ofOneSeverity),
                        // Every hundredth event would have been an error, but was dropped as INFO.
                        Map.entry(Severity.INFO, ofOneSeverity + dropped),
                        Map.entry(Severity.WARN, ofOneSeverity),
                        Map.entry(Severity.ERROR, ofOneSeverity - dropped));
        assertThat(told)
                .allSatisfy(loss -> assertThat(List.of(loss.first(), loss.last()))
                        .isSorted()
                        .allMatch(time -> time.toEpochMilli() >= 1_000 && time.toEpochMilli() <= 9_000));
        assertThat(told.stream().map(Loss::first).min(Instant::compareTo)).hasValue(Instant.ofEpochMilli(1_000));
        assertThat(told.stream().map(Loss::last).max(Instant::compareTo)).hasValue(Instant.ofEpochMilli(9_000));
    }
}
