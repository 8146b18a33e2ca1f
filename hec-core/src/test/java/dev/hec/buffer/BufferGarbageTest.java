package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hec.Admission;
import dev.hec.Severity;
import dev.hec.time.Time;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A steady flow of events makes no garbage on its way through the buffer. */
@Timeout(60)
class BufferGarbageTest {

    private static final int ROUNDS = 10;
    private static final int RECORDS = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EventBuffer buffer =
            new EventBuffer(BufferLimits.onHeap(10_000_000, 1_000_000, 10_000, 0, 0), new StandingTime());
    private final byte[] record = new byte[200];

    @Test
    void append_steadyFlow_allocatesNothingPerEvent() throws InterruptedException {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            flow();
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            least = Math.min(least, (double) bytes / RECORDS);
        }

        assertThat(least)
                .as("bytes per event, in the best of the rounds: a region more is made now and then")
                .isLessThan(1);
    }

    @Test
    void append_batchesTakenBeforeTheyAreHalfFull_areNotCopied() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            trickle();
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        trickle();
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat((double) bytes / RECORDS)
                .as("bytes per event of %s, with what a batch itself costs", record.length)
                .isLessThan(10);
    }

    private void trickle() throws InterruptedException {
        for (int i = 0; i < RECORDS; i++) {
            assertThatIsAdmitted(buffer.append(record, record.length, i, Severity.INFO));
            if (i % 1_000 == 999) {
                Batch batch = buffer.take();
                buffer.delivered(Objects.requireNonNull(batch), batch.records());
            }
        }
    }

    private void flow() throws InterruptedException {
        for (int i = 0; i < RECORDS; i++) {
            assertThatIsAdmitted(buffer.append(record, record.length, i / 100, Severity.INFO));
            if (i % 5_000 == 4_999) {
                Batch batch = buffer.take();
                if (batch != null) {
                    buffer.delivered(batch, batch.records());
                }
            }
        }
    }

    /** AssertJ makes garbage. */
    private static void assertThatIsAdmitted(Admission admission) {
        if (admission != Admission.ADMITTED) {
            throw new AssertionError(admission);
        }
    }

    /** Where batches are cut must not depend on how busy the machine is. */
    private static final class StandingTime implements Time {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void await(Lock lock, Condition condition, long nanos) {
            throw new AssertionError("nothing to wait for");
        }
    }
}
