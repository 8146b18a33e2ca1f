package dev.hec.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hec.Admission;
import dev.hec.Diagnostics;
import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.testing.FuzzInput;
import dev.hec.testing.RandomCases;
import dev.hec.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever lies in the spool directory, a client starts, sends nothing that was never logged, takes new events, and the next
 * start finds the same again. Damage to one file costs no record of another.
 *
 * <p>The default suite tries random damage and what is kept in the resources. {@code mvn -Pfuzz -pl hec-core test
 * -Dtest=SpoolRecoveryFuzzTest} lets Jazzer look for other damage.
 */
class SpoolRecoveryFuzzTest {

    private static final long FIRST = 0x1111;
    private static final long SECOND = 0x2222;
    private static final int SETTLED = 2;

    /** Mappings end when the collector of garbage comes by, and their number is limited. */
    private static final int RUNS_PER_COLLECTION = 300;

    private static final AtomicInteger RUNS = new AtomicInteger();

    /** What a killed process and one before it have left; which records are in which file. */
    private record Killed(SpoolImage image, Map<String, List<String>> unsettled, Set<String> records) {}

    private static final Killed KILLED = killed();

    @FuzzTest(maxDuration = "2m")
    void start_anyDamage_goesOn(byte[] input) throws Exception {
        check(new FuzzInput(input));
    }

    @Test
    void start_randomDamage_goesOn() {
        RandomCases.check(150, draw -> check(new FuzzInput(draw.bytes(60))));
    }

    private static void check(FuzzInput in) throws Exception {
        if (RUNS.incrementAndGet() % RUNS_PER_COLLECTION == 0) {
            System.gc();
        }
        SpoolImage image = KILLED.image().copy();
        int damages = 0;
        while (!in.isEnded() && damages++ < 6) {
            image.damage(in);
        }
        Path directory = Files.createTempDirectory("spool-fuzz");
        try {
            image.writeTo(directory);

            List<String> found;
            try (Process next = new Process(directory, 0x7777)) {
                found = next.records();
                checkFound(image, next, found);
                next.log("new1", "new2", "new3");
                next.end();
                checkLeft(next, found);
            }
            List<String> expected = new ArrayList<>(found);
            expected.addAll(List.of("new1", "new2", "new3"));
            try (Process last = new Process(directory, 0x8888)) {
                List<String> again = last.records();
                if (image.isCopied()) {
                    assertThat(new HashSet<>(again)).isEqualTo(new HashSet<>(expected));
                } else {
                    assertThat(again).isEqualTo(expected);
                }
                assertThat(last.buffer.counts().dropped())
                        .as("damage is counted once")
                        .isEmpty();
            }
        } finally {
            delete(directory);
        }
    }

    private static void checkFound(SpoolImage image, Process next, List<String> found) {
        BufferCounts counts = next.buffer.counts();
        assertThat(counts.admitted()).isEqualTo(counts.recovered());
        assertThat(counts.recovered()).isEqualTo(found.size() + counts.dropped().getOrDefault(DropReason.DAMAGED, 0L));
        if (!image.isForgeable()) {
            assertThat(KILLED.records()).as("never logged").containsAll(found);
        }
        for (String file : image.intact()) {
            List<String> unsettled = KILLED.unsettled().get(file);
            if (unsettled != null) {
                assertThat(found).as(file).containsSubsequence(unsettled);
            }
        }
    }

    private static void checkLeft(Process next, List<String> found) {
        BufferCounts counts = next.buffer.counts();
        assertThat(counts.spooled()).isEqualTo(found.size() + 3);
        assertThat(counts.heldBytes()).isZero();
    }

    /** A spool and the buffer on top. */
    private static final class Process implements AutoCloseable {

        private final Spool spool;
        private final EventBuffer buffer;

        Process(Path directory, long instance) {
            SpoolSettings settings = new SpoolSettings(directory, "app", 256, 6, 100_000, false);
            spool = Spool.open(settings, instance, Diagnostics.SILENT, Time.SYSTEM);
            buffer = new EventBuffer(new BufferLimits(4_000, 100_000, 256, 6, 0, 0), spool, Time.SYSTEM);
            spool.start(buffer, new DeliveryThreads("hec-fuzz"));
        }

        void log(String... records) {
            for (String record : records) {
                byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
                assertThat(buffer.append(bytes, bytes.length, 0, Severity.ERROR))
                        .isEqualTo(Admission.ADMITTED);
            }
        }

        /** Takes all that waits, without settling it. */
        List<String> records() throws InterruptedException {
            List<String> records = new ArrayList<>();
            while (buffer.counts().buffered() > 0) {
                Batch batch = buffer.take();
                for (int i = batch.settled(); i < batch.records(); i++) {
                    records.add(StandardCharsets.ISO_8859_1
                            .decode(batch.bytes(i, i + 1))
                            .toString());
                }
            }
            return records;
        }

        @Override
        public void close() {
            end();
        }

        void end() {
            buffer.close();
            buffer.giveUpRest(DropReason.SHUTDOWN);
            spool.close();
        }
    }

    private static Killed killed() {
        try {
            Map<String, List<String>> unsettled = new HashMap<>();
            Set<String> records = new HashSet<>();
            SpoolImage image = killed(FIRST, 16, unsettled, records).and(killed(SECOND, 4, unsettled, records));
            return new Killed(image, unsettled, records);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SpoolImage killed(
            long instance, int events, Map<String, List<String>> unsettled, Set<String> records) throws Exception {
        Path directory = Files.createTempDirectory("spool-fuzz");
        try {
            Process process = new Process(directory, instance);
            List<String> logged = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                logged.add(instance + " event " + i + " " + "x".repeat(i));
            }
            process.log(logged.toArray(String[]::new));
            records.addAll(logged);
            Batch batch = process.buffer.take();
            batch.attempting(SETTLED, new BatchId(instance, 1));
            process.buffer.delivered(batch, SETTLED);
            batch.attempting(SETTLED + 1, new BatchId(instance, 2));
            SpoolImage image = SpoolImage.of(directory);
            int from = 0;
            for (int file = 1; from < events; file++) {
                int to = Math.min(events, from + 6);
                unsettled.put(SpoolNames.batch("app", instance, file), logged.subList(Math.max(SETTLED, from), to));
                from = to;
            }
            process.close();
            return image;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
