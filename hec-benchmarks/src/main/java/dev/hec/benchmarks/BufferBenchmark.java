package dev.hec.benchmarks;

import dev.hec.Admission;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.time.Time;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the buffer costs for an event of {@value #RECORD_BYTES} bytes: taking it in, with one, two and eight threads, and cutting a
 * batch, taking it out and settling it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class BufferBenchmark {

    static final int RECORD_BYTES = 420;
    private static final int PER_BATCH = 2_000;
    private static final BufferLimits LIMITS = BufferLimits.onHeap(
            64_000_000,
            1_000_000,
            PER_BATCH,
            Duration.ofMinutes(1).toNanos(),
            Duration.ofSeconds(10).toNanos());

    private final byte[] record = new byte[RECORD_BYTES];
    private final AtomicLong clock = new AtomicLong();
    private EventBuffer drained;
    private EventBuffer own;
    private Thread drain;

    /** Opens a buffer that another thread empties, and one that this benchmark empties itself. */
    @Setup
    public void open() {
        drained = new EventBuffer(LIMITS, Time.SYSTEM);
        own = new EventBuffer(LIMITS, Time.SYSTEM);
        drain = new Thread(() -> {
            try {
                for (Batch batch = drained.take(); batch != null; batch = drained.take()) {
                    drained.delivered(batch, batch.records());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        drain.start();
    }

    /** Ends the other thread. */
    @TearDown
    public void close() throws InterruptedException {
        drained.close();
        own.close();
        drain.join();
    }

    /** One thread appends. */
    @Benchmark
    @Threads(1)
    public Admission append1() {
        return append(drained, clock.incrementAndGet() >> 8);
    }

    /** Two threads append; time is that of one of them for its event. */
    @Benchmark
    @Threads(2)
    public Admission append2() {
        return append(drained, clock.incrementAndGet() >> 8);
    }

    /** Eight threads append; time is that of one of them for its event. */
    @Benchmark
    @Threads(8)
    public Admission append8() {
        return append(drained, clock.incrementAndGet() >> 8);
    }

    /** A batch is filled, cut, taken and settled by one thread; per event. */
    @Benchmark
    @OperationsPerInvocation(PER_BATCH)
    public int cut() throws InterruptedException {
        for (int i = 0; i < PER_BATCH; i++) {
            // Each in a millisecond of its own, so that the batch can be cut behind any of them, and takes them all.
            append(own, clock.incrementAndGet());
        }
        Batch batch = own.take();
        int records = batch.records();
        own.delivered(batch, records);
        return records;
    }

    private Admission append(EventBuffer buffer, long time) {
        Admission admission = buffer.append(record, RECORD_BYTES, time, Severity.INFO);
        if (admission != Admission.ADMITTED) {
            throw new IllegalStateException("the event was not taken in: " + admission);
        }
        return admission;
    }
}
