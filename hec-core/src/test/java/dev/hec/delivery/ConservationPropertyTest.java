package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hec.Admission;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Severity;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.time.ManualTime;
import dev.hec.transport.Answer;
import dev.hec.transport.Payload;
import dev.hec.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The law of the client, on random histories: several threads offer, a collector behaves in every way it can, time jumps,
 * somebody flushes, and somebody closes at a random moment. Whatever happens, every event admitted is settled exactly once.
 *
 * <p>Each run has a seed, shown when it fails; {@code -Dhec.seed=N} runs that one alone. A seed fixes what is offered and
 * answered, not how the threads interleave, so a failure may need several runs to come back.
 */
class ConservationPropertyTest {

    private static final int RUNS = 400;
    private static final int MAX_RECORD_BYTES = 60;

    @Test
    void everyRun_whateverHappens_settlesEachAdmittedEventExactlyOnce() {
        Long only = Long.getLong("hec.seed");
        if (only != null) {
            run(only);
            return;
        }
        long first = new Random().nextLong();
        Set<String> seen = new HashSet<>();
        for (long seed = first; seed < first + RUNS; seed++) {
            seen.addAll(run(seed));
        }
        // A property that never met an outcome says nothing about it.
        assertThat(seen)
                .contains(
                        "200",
                        "413",
                        "415",
                        "400 with number",
                        "400 without number",
                        "503",
                        "401",
                        "timeout",
                        "refused")
                .contains("DELIVERED", "REJECTED", "OVERSIZE", "EXPIRED", "SHUTDOWN", "FULL", "CLOSED", "flushed");
    }

    private static Set<String> run(long seed) {
        try {
            return new Run(seed).run();
        } catch (AssertionError | Exception e) {
            return fail("seed " + seed + " (repeat with -Dhec.seed=" + seed + ")", e);
        }
    }

    /** One history. */
    private static final class Run {

        private final Random random;
        private final ManualTime time = new ManualTime();
        private final int threads;
        private final int maxInFlight;
        private final BufferLimits limits;
        private final EventBuffer buffer;
        private final Collector collector;
        private final Delivery delivery;
        private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        private final Set<String> admitted = Collections.synchronizedSet(new HashSet<>());
        private final Set<String> seen = Collections.synchronizedSet(new HashSet<>());
        private final AtomicInteger refusedFull = new AtomicInteger();
        private final AtomicInteger refusedClosed = new AtomicInteger();

        Run(long seed) {
            random = new Random(seed);
            threads = 1 + random.nextInt(4);
            maxInFlight = 1 + random.nextInt(4);
            int batchBytes = MAX_RECORD_BYTES + random.nextInt(1_000);
            limits = BufferLimits.onHeap(
                    2L * batchBytes + random.nextInt(4_000),
                    batchBytes,
                    1 + random.nextInt(40),
                    TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)),
                    random.nextBoolean() ? 0 : TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(2_000)));
            buffer = new EventBuffer(limits, time);
            collector = new Collector(random.nextLong(), time, seen);
            DeliveryFixture fixture = new DeliveryFixture(time);
            fixture.name = "conservation";
            fixture.instance = seed;
            fixture.maxInFlight = maxInFlight;
            fixture.pace = new PaceLimits(20 + random.nextInt(1_000), 1_000 + random.nextInt(1_000_000), 1);
            if (random.nextBoolean()) {
                fixture.urls = List.of(URI.create("http://one/"), URI.create("http://two/"));
                fixture.urlStrategy = random.nextBoolean() ? "failover" : "roundRobin";
            }
            fixture.codec = List.of(Codec.NONE, Codec.GZIP, Codec.ZSTD).get(random.nextInt(3));
            delivery = fixture.start(
                    buffer,
                    new RetryPolicy(
                            Duration.ofSeconds(1 + random.nextInt(60)).toNanos(),
                            Duration.ofMillis(250).toNanos(),
                            Duration.ofSeconds(5).toNanos(),
                            Duration.ofSeconds(20).toNanos(),
                            Duration.ofSeconds(10).toNanos()),
                    threads -> collector);
        }

        Set<String> run() {
            List<Background<?>> offering = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                offering.add(offering(thread, random.nextLong(), random.nextInt(150)));
            }
            offering.add(flushing(random.nextLong()));
            boolean closeEarly = random.nextInt(4) == 0;
            for (int step = random.nextInt(60); closeEarly ? step > 0 : anyoneBusy(offering); step--) {
                checkSnapshot();
                tick();
            }
            close();
            while (anyoneBusy(offering)) {
                tick();
            }
            offering.forEach(Background::result);
            checkEnd();
            return seen;
        }

        private Background<Void> offering(int thread, long seed, int records) {
            return Background.start(() -> {
                Random own = new Random(seed);
                for (int number = 0; number < records; number++) {
                    String record = thread + ":" + number + ":" + "x".repeat(own.nextInt(MAX_RECORD_BYTES - 10)) + "\n";
                    byte[] bytes = record.getBytes(StandardCharsets.US_ASCII);
                    Severity severity = Severity.values()[own.nextInt(Severity.values().length)];
                    // Before the call: a delivery thread may be quicker than this one.
                    admitted.add(record);
                    Admission admission =
                            buffer.append(bytes, bytes.length, time.now().toEpochMilli(), severity);
                    if (admission != Admission.ADMITTED) {
                        admitted.remove(record);
                        seen.add(admission.name());
                        (admission == Admission.FULL ? refusedFull : refusedClosed).incrementAndGet();
                    }
                    if (own.nextInt(4) == 0) {
                        checkSnapshot();
                        Thread.yield();
                    }
                }
                return null;
            });
        }

        private Background<Void> flushing(long seed) {
            return Background.start(() -> {
                Random own = new Random(seed);
                for (int i = own.nextInt(4); i > 0; i--) {
                    long admittedBefore = buffer.counts().admitted();
                    FlushResult result = buffer.flush(TimeUnit.SECONDS.toNanos(own.nextInt(60)));
                    BufferCounts after = checkSnapshot();
                    assertThat(result.complete()).isEqualTo(result.pending() == 0);
                    if (result.complete()) {
                        seen.add("flushed");
                        assertThat(after.delivered() + droppedInAll(after))
                                .as("I6: settled once flush is complete")
                                .isGreaterThanOrEqualTo(admittedBefore);
                    }
                }
                return null;
            });
        }

        private static boolean anyoneBusy(List<Background<?>> work) {
            return work.stream().anyMatch(one -> !one.isDone());
        }

        private void tick() {
            time.advance(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 10_000 : 300)));
            Thread.yield();
        }

        private void close() {
            buffer.close();
            boolean patient = random.nextBoolean();
            Background<Boolean> closing =
                    Background.start(() -> delivery.close(patient ? TimeUnit.SECONDS.toNanos(20) : 0));
            while (!closing.isDone()) {
                checkSnapshot();
                tick();
            }
            assertThat(closing.result())
                    .as("I7: all delivery threads have ended")
                    .isTrue();
            buffer.giveUpRest(DropReason.SHUTDOWN);
        }

        private BufferCounts checkSnapshot() {
            BufferCounts counts = buffer.counts();
            assertThat(counts.admitted())
                    .as("I1 of %s", counts)
                    .isEqualTo(counts.buffered()
                            + counts.inFlight()
                            + counts.delivered()
                            + droppedInAll(counts)
                            + counts.spooled());
            assertThat(List.of(counts.buffered(), counts.inFlight(), counts.delivered()))
                    .as("no negative count in %s", counts)
                    .allMatch(count -> count >= 0);
            assertThat(counts.heldBytes()).as("I2 of %s", counts).isBetween(0L, limits.bufferBytes());
            return counts;
        }

        private static long droppedInAll(BufferCounts counts) {
            return counts.dropped().values().stream().mapToLong(Long::longValue).sum();
        }

        private void checkEnd() {
            BufferCounts counts = checkSnapshot();
            counts.dropped().keySet().forEach(reason -> seen.add(reason.name()));
            if (counts.delivered() > 0) {
                seen.add("DELIVERED");
            }
            assertThat(counts)
                    .returns((long) admitted.size(), BufferCounts::admitted)
                    .returns(0L, BufferCounts::buffered)
                    .returns(0L, BufferCounts::inFlight)
                    .returns(0L, BufferCounts::heldBytes)
                    .returns(refusedFull.longValue(), BufferCounts::refusedFull)
                    .returns(refusedClosed.longValue(), BufferCounts::refusedClosed);
            assertThat(collector.settled).as("I3: nothing settled twice").doesNotHaveDuplicates();
            assertThat(admitted).containsAll(collector.settled);
            assertThat(counts.delivered()).isEqualTo(collector.accepted.size());
            assertThat(counts.dropped().getOrDefault(DropReason.OVERSIZE, 0L))
                    .isEqualTo(Collections.frequency(collector.rejections, DropReason.OVERSIZE));
            // A rejection in doubt is final if the codec was proven meanwhile. Else the record was to come once more,
            // and
            // its time, or the client's, ended before that.
            int rejections = Collections.frequency(collector.rejections, DropReason.REJECTED);
            long rejected = counts.dropped().getOrDefault(DropReason.REJECTED, 0L);
            assertThat(rejected).isBetween((long) rejections - collector.doubtful.size(), (long) rejections);
            assertThat(counts.dropped().getOrDefault(DropReason.EXPIRED, 0L)
                            + counts.dropped().getOrDefault(DropReason.SHUTDOWN, 0L))
                    .as("rejections in doubt that ended otherwise")
                    .isGreaterThanOrEqualTo(rejections - rejected);
            collector.requests.forEach(request -> assertOrdered(request, "I4: order within a request"));
            if (maxInFlight == 1) {
                assertOrdered(collector.accepted, "I4: order of requests");
            }
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !threadsBefore.contains(thread))
                            .filter(thread -> thread.getName().startsWith("hec-conservation")))
                    .as("I7: no thread of ours lives")
                    .isEmpty();
        }

        /** Records of one thread come in the order in which it offered them. */
        private static void assertOrdered(List<String> records, String law) {
            Map<String, Integer> last = new HashMap<>();
            for (String record : records) {
                String[] parts = record.split(":", 3);
                int number = Integer.parseInt(parts[1]);
                Integer before = last.put(parts[0], number);
                assertThat(before == null || before < number)
                        .as("%s: %s after %s of thread %s", law, number, before, parts[0])
                        .isTrue();
            }
        }
    }

    /** Answers at random, and notes what its answers mean for each record. */
    private static final class Collector implements Transport {

        final List<String> accepted = new ArrayList<>();
        final List<String> settled = new ArrayList<>();
        final List<DropReason> rejections = new ArrayList<>();
        final List<List<String>> requests = new ArrayList<>();

        /** Records whose rejection is not the last word: they came compressed, and may come once more as they are. */
        private final Set<String> doubtful = new HashSet<>();

        private final Random random;
        private final ManualTime time;
        private final Set<String> seen;
        private final int goodness;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition never = lock.newCondition();

        Collector(long seed, ManualTime time, Set<String> seen) {
            this.random = new Random(seed);
            this.time = time;
            this.seen = seen;
            goodness = random.nextInt(4);
        }

        @Override
        public Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException {
            ScriptedTransport.Sent request = ScriptedTransport.Sent.of(payload, authorization);
            List<String> records =
                    request.body().lines().map(line -> line + "\n").toList();
            lock.lockInterruptibly();
            try {
                requests.add(records);
                if (payload.codec() == Codec.NONE) {
                    records.stream().filter(doubtful::remove).forEach(this::revokeRejection);
                }
                int kind = random.nextInt(4) < goodness ? 0 : random.nextInt(13);
                return switch (kind) {
                    case 1 -> tooLarge(records);
                    case 2 -> badEvent(payload, records, random.nextInt(records.size()));
                    case 3 ->
                        badEvent(payload, records, random.nextBoolean() ? -1 : records.size() + random.nextInt(3));
                    case 4 -> badEvent(payload, records, null);
                    case 5 -> answer(503, null);
                    case 6 -> answer(random.nextBoolean() ? 429 : 503, String.valueOf(random.nextInt(30)));
                    case 7 -> answer(random.nextBoolean() ? 401 : 404, null);
                    case 8 -> answer(415, null);
                    case 9 -> throw new ConnectException(note("refused"));
                    case 10 -> timesOut();
                    case 11 -> answer(500, null);
                    case 12 -> unexpected();
                    default -> accept(records);
                };
            } finally {
                lock.unlock();
            }
        }

        private void store(List<String> records) {
            accepted.addAll(records);
            settled.addAll(records);
        }

        private void reject(String record, DropReason reason) {
            settled.add(record);
            rejections.add(reason);
        }

        private void revokeRejection(String record) {
            settled.remove(record);
            rejections.remove(DropReason.REJECTED);
        }

        private String note(String outcome) {
            seen.add(outcome);
            return outcome;
        }

        private Answer answer(int status, @Nullable String retryAfter) {
            note(String.valueOf(status));
            return new Answer(status, retryAfter, new byte[0]);
        }

        private Answer accept(List<String> records) {
            store(records);
            return answer(200, null);
        }

        private Answer tooLarge(List<String> records) {
            if (records.size() == 1) {
                reject(records.get(0), DropReason.OVERSIZE);
            }
            return answer(413, null);
        }

        private Answer badEvent(Payload payload, List<String> records, @Nullable Integer number) {
            note(number == null ? "400 without number" : "400 with number");
            if (number != null && number > 0 && number < records.size()) {
                store(records.subList(0, number));
                reject(records.get(number), DropReason.REJECTED);
            } else if (records.size() == 1) {
                reject(records.get(0), DropReason.REJECTED);
                if ((number == null || number == 0) && payload.codec() != Codec.NONE) {
                    doubtful.add(records.get(0));
                }
            }
            String body = number == null ? "<html>" : "{\"code\":6,\"invalid-event-number\":" + number + "}";
            return new Answer(400, null, body.getBytes(StandardCharsets.US_ASCII));
        }

        private Answer timesOut() throws IOException, InterruptedException {
            note("timeout");
            long deadline = time.nanos() + TimeUnit.SECONDS.toNanos(30);
            for (long left = deadline - time.nanos(); left > 0; left = deadline - time.nanos()) {
                time.await(lock, never, left);
            }
            throw new HttpTimeoutException("no answer");
        }

        private Answer unexpected() {
            throw new IllegalStateException(note("unexpected"));
        }

        @Override
        public void close() {}
    }
}
