package dev.hec.buffer;

import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.time.Time;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * The buffer with several threads does only what {@link EventBufferModel} can do with one: appending, taking, settling, closing,
 * giving up, flushing and counting are each one step, whatever their threads' interleaving.
 *
 * <p>Lincheck makes the scenarios, and tries interleavings of its own choice, one by one, in place of hoping for them. Where the
 * buffer would wait, this test lets it come back at once; waiting and waking is the matter of {@link EventBufferStressTest}.
 *
 * <p>{@code mvn -pl hec-core test -Dtest=EventBufferLincheckTest -Dhec.lincheck=1000} tries a thousand scenarios.
 */
public class EventBufferLincheckTest {

    static final int THREADS = 2;
    static final int BATCH = 2;
    static final int RECORDS = 5;

    private static final int RECORD_BYTES = 10;
    private static final byte[] RECORD = new byte[RECORD_BYTES];
    private static final int SCENARIOS = Integer.getInteger("hec.lincheck", 60);

    private final EventBuffer buffer = new EventBuffer(
            BufferLimits.onHeap(RECORDS * RECORD_BYTES, BATCH * RECORD_BYTES, BATCH, 0, 0), new Impatient());
    private final Batch[] taken = new Batch[THREADS + 2];

    /** A clock that stands still, and lets nobody wait. */
    private static final class Impatient implements Time {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void await(Lock lock, Condition condition, long nanos) throws InterruptedException {
            throw new InterruptedException();
        }
    }

    @Operation
    public String append(@Param(gen = BooleanGen.class) boolean error) {
        return buffer.append(RECORD, RECORD.length, 0, error ? Severity.ERROR : Severity.INFO)
                .name();
    }

    @Operation
    public String take(@Param(gen = ThreadIdGen.class) int thread) {
        if (taken[thread] != null) {
            return "BUSY";
        }
        try {
            Batch batch = buffer.take();
            if (batch == null) {
                return "END";
            }
            taken[thread] = batch;
            return batch.records() + " records";
        } catch (InterruptedException e) {
            return "EMPTY";
        }
    }

    @Operation
    public void deliver(@Param(gen = ThreadIdGen.class) int thread) {
        Batch batch = taken[thread];
        taken[thread] = null;
        if (batch != null) {
            buffer.delivered(batch, batch.records());
        }
    }

    @Operation
    public void drop(@Param(gen = ThreadIdGen.class) int thread) {
        Batch batch = taken[thread];
        taken[thread] = null;
        if (batch != null) {
            buffer.dropped(batch, batch.records(), DropReason.REJECTED);
        }
    }

    @Operation
    public void close() {
        buffer.close();
    }

    @Operation
    public int giveUpRest() {
        return buffer.giveUpRest(DropReason.SHUTDOWN);
    }

    @Operation
    public long flush() throws InterruptedException {
        return buffer.flush(0).pending();
    }

    @Operation
    public String counts() {
        BufferCounts counts = buffer.counts();
        return counts(
                counts.admitted(),
                counts.buffered(),
                counts.inFlight(),
                counts.delivered(),
                counts.dropped().values().stream().mapToLong(Long::longValue).sum(),
                counts.refusedFull(),
                counts.refusedClosed(),
                counts.heldBytes() / RECORD_BYTES);
    }

    static String counts(
            long admitted,
            long buffered,
            long inFlight,
            long delivered,
            long dropped,
            long refusedFull,
            long refusedClosed,
            long held) {
        return admitted + " = " + buffered + " + " + inFlight + " + " + delivered + " + " + dropped + "; refused "
                + refusedFull + " and " + refusedClosed + "; held " + held;
    }

    @Test
    void everyScenario_everyInterleavingTried_isOneOfTheModel() {
        new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(3)
                .actorsAfter(2)
                .iterations(SCENARIOS)
                .invocationsPerIteration(100)
                .sequentialSpecification(EventBufferModel.class)
                .check(getClass());
    }
}
