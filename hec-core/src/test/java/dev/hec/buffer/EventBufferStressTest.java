package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Admission;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.time.Time;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Appending, taking, settling, flushing and closing all at once, many times over, with real waiting. Every record is admitted
 * and settled exactly once, or refused; at every instant the counts add up; nobody is left waiting.
 *
 * <p>{@code mvn -pl hec-core test -Dtest=EventBufferStressTest -Dhec.rounds=100000} runs longer. A failure names the seed of its
 * round; the seed fixes what each thread does, not how they interleave.
 */
class EventBufferStressTest {

    private static final int ROUNDS = Integer.getInteger("hec.rounds", 500);
    private static final int APPENDING = 3;
    private static final int TAKING = 2;
    private static final int RECORD_BYTES = 8;
    private static final int BUFFER_BYTES = 160;

    private long refusedClosed;
    private long refusedFull;
    private long delivered;

    @Test
    void closing_atAnyMoment_settlesOrRefusesEachRecordOnce() {
        long first = new Random().nextLong();
        for (int i = 0; i < ROUNDS; i++) {
            long seed = first + i;
            try {
                new Round(seed).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // A race that never took place says nothing.
        assertThat(refusedClosed).isPositive();
        assertThat(refusedFull).isPositive();
        assertThat(delivered).isPositive();
    }

    /** One buffer, from its first record to its end. */
    private final class Round {

        private final Random random;
        private final boolean impatient;
        private final EventBuffer buffer;
        private final CyclicBarrier start = new CyclicBarrier(APPENDING + TAKING + 2);
        private final Set<Integer> admitted = ConcurrentHashMap.newKeySet();
        private final Set<Integer> settled = ConcurrentHashMap.newKeySet();
        private final AtomicLong closedRefusals = new AtomicLong();
        private final AtomicLong fullRefusals = new AtomicLong();
        private volatile boolean over;
        private long givenUp;

        Round(long seed) {
            random = new Random(seed);
            impatient = random.nextBoolean();
            // Who blocks does so until there is room or the buffer is closed: a lost wake-up would hang.
            long maxBlock = random.nextBoolean() ? 0 : TimeUnit.HOURS.toNanos(1);
            buffer = new EventBuffer(
                    BufferLimits.onHeap(BUFFER_BYTES, 4 * RECORD_BYTES, 4, random.nextInt(2) * 50_000L, maxBlock),
                    Time.SYSTEM);
        }

        void run() throws Exception {
            List<Background<Void>> threads = new ArrayList<>();
            for (int i = 0; i < APPENDING; i++) {
                int thread = i;
                threads.add(background(own -> append(thread, own)));
            }
            for (int i = 0; i < TAKING; i++) {
                threads.add(background(this::takeAll));
            }
            Background<Void> sampling = background(own -> sample());
            start.await();
            spin(random);
            buffer.close();
            assertThat(buffer.append(record(-1), RECORD_BYTES, 0, Severity.ERROR))
                    .isEqualTo(Admission.CLOSED);
            if (impatient) {
                givenUp = buffer.giveUpRest(DropReason.SHUTDOWN);
            }
            threads.forEach(Background::result);
            over = true;
            sampling.result();
            checkEnd();
        }

        private Background<Void> background(Part part) {
            Random own = new Random(random.nextLong());
            return Background.start(() -> {
                start.await();
                part.run(own);
                return null;
            });
        }

        private void append(int thread, Random own) {
            for (int id = thread; true; id += APPENDING) {
                Severity severity = own.nextBoolean() ? Severity.ERROR : Severity.INFO;
                switch (buffer.append(record(id), RECORD_BYTES, own.nextInt(3), severity)) {
                    case ADMITTED -> admitted.add(id);
                    case FULL -> fullRefusals.incrementAndGet();
                    case CLOSED -> {
                        closedRefusals.incrementAndGet();
                        return;
                    }
                    default -> throw new AssertionError();
                }
            }
        }

        private void takeAll(Random own) throws InterruptedException {
            for (Batch batch = buffer.take(); batch != null; batch = buffer.take()) {
                while (!batch.isSettled()) {
                    int from = batch.settled();
                    int records = batch.records();
                    if (from == records) {
                        // All was given up just now.
                        break;
                    }
                    int to = from + 1 + own.nextInt(records - from);
                    ByteBuffer bytes = batch.bytes(from, to);
                    while (bytes.hasRemaining()) {
                        assertThat(settled.add((int) bytes.getLong()))
                                .as("settled once")
                                .isTrue();
                    }
                    if (own.nextInt(4) == 0) {
                        buffer.dropped(batch, to, DropReason.REJECTED);
                    } else {
                        buffer.delivered(batch, to);
                    }
                    if (own.nextInt(8) == 0) {
                        buffer.flush(own.nextInt(2) * 1_000L);
                    }
                }
            }
        }

        private void sample() {
            while (!over) {
                BufferCounts counts = buffer.counts();
                assertThat(counts.admitted()).isEqualTo(sum(counts));
                assertThat(counts.buffered()).isNotNegative();
                assertThat(counts.inFlight()).isNotNegative();
                assertThat(counts.heldBytes())
                        .isEqualTo((counts.buffered() + counts.inFlight()) * RECORD_BYTES)
                        .isLessThanOrEqualTo(BUFFER_BYTES);
            }
        }

        private void checkEnd() {
            BufferCounts counts = buffer.counts();
            assertThat(counts.buffered() + counts.inFlight() + counts.heldBytes())
                    .isZero();
            assertThat(counts.admitted()).isEqualTo(admitted.size()).isEqualTo(sum(counts));
            assertThat(counts.dropped().getOrDefault(DropReason.SHUTDOWN, 0L)).isEqualTo(givenUp);
            assertThat(counts.refusedClosed()).isEqualTo(closedRefusals.get() + 1);
            assertThat(counts.refusedFull()).isEqualTo(fullRefusals.get());
            if (impatient) {
                // What a thread settles after all was given up counts no more.
                assertThat(admitted).containsAll(settled);
            } else {
                assertThat(settled).isEqualTo(new HashSet<>(admitted));
            }
            refusedClosed += closedRefusals.get();
            refusedFull += fullRefusals.get();
            delivered += counts.delivered();
        }
    }

    /** What one thread of a round does. */
    private interface Part {
        void run(Random own) throws Exception;
    }

    private static long sum(BufferCounts counts) {
        return counts.buffered()
                + counts.inFlight()
                + counts.delivered()
                + counts.dropped().values().stream().mapToLong(Long::longValue).sum()
                + counts.spooled();
    }

    private static byte[] record(long id) {
        return ByteBuffer.allocate(RECORD_BYTES).putLong(id).array();
    }

    private static void spin(Random random) {
        long end = System.nanoTime() + random.nextInt(400_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
