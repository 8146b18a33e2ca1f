package dev.hec.receiver.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchMemoryTest {

    private static final Duration DAY = Duration.ofHours(24);

    private final TestClock clock = new TestClock();
    private final List<StoredBatch> stored = new ArrayList<>();

    private BatchMemory memory(int most) {
        return new BatchMemory(new BatchLimits(DAY, most), clock);
    }

    private static BatchKey key(long number) {
        return new BatchKey(number, 0);
    }

    private boolean store(BatchMemory memory, long number) throws Exception {
        return memory.once(key(number), stored::add);
    }

    @Test
    void once_sameBatchTwice_storesItOnceWithItsTime() throws Exception {
        BatchMemory memory = memory(10);

        assertThat(store(memory, 1)).isTrue();
        assertThat(store(memory, 1)).isFalse();
        assertThat(stored).containsExactly(new StoredBatch(key(1), clock.millis()));
    }

    @Test
    void once_withoutBatch_storesAlways() throws Exception {
        BatchMemory memory = memory(10);

        assertThat(memory.once(null, stored::add)).isTrue();
        assertThat(memory.once(null, stored::add)).isTrue();
        assertThat(stored).containsExactly(null, null);
        assertThat(memory.size()).isZero();
    }

    @Test
    void once_keepIsZero_storesAlways() throws Exception {
        BatchMemory memory = new BatchMemory(new BatchLimits(Duration.ZERO, 10), clock);

        assertThat(store(memory, 1)).isTrue();
        assertThat(store(memory, 1)).isTrue();
        assertThat(stored).containsExactly(null, null);
    }

    @Test
    void once_refusedOrFailed_isNotRemembered() throws Exception {
        BatchMemory memory = memory(10);

        assertThatThrownBy(() -> memory.once(key(1), batch -> {
                    throw new BusyException("full", 1);
                }))
                .isInstanceOf(BusyException.class);
        assertThatThrownBy(() -> memory.once(key(1), batch -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> memory.once(key(1), batch -> {
                    throw new IllegalStateException("fault");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store(memory, 1)).isTrue();
    }

    @Test
    void once_timeIsOver_storesAgainAndRemembersThat() throws Exception {
        BatchMemory memory = memory(10);
        store(memory, 1);
        clock.move(DAY.minusMillis(1));
        assertThat(store(memory, 1)).isFalse();

        clock.move(Duration.ofMillis(1)); // a repetition does not lengthen the time
        assertThat(store(memory, 1)).isTrue();
        clock.move(DAY.minusMillis(1));
        assertThat(store(memory, 1)).isFalse();
    }

    @Test
    void once_clockSetBack_stillKnowsTheBatch() throws Exception {
        BatchMemory memory = memory(10);
        store(memory, 1);
        clock.move(Duration.ofDays(-3));

        assertThat(store(memory, 1)).isFalse();
    }

    @Test
    void once_timeIsOverForMany_theyLeaveTheMemory() throws Exception {
        BatchMemory memory = memory(100);
        for (int i = 0; i < 50; i++) {
            store(memory, i);
        }
        clock.move(DAY);
        store(memory, 99);

        assertThat(memory.size()).isEqualTo(1);
    }

    @Test
    void once_moreThanTheBound_forgetsTheOldest() throws Exception {
        BatchMemory memory = memory(3);
        for (int i = 0; i < 4; i++) {
            store(memory, i);
        }

        assertThat(memory.size()).isEqualTo(3);
        assertThat(store(memory, 1)).isFalse();
        assertThat(store(memory, 3)).isFalse();
        assertThat(store(memory, 0)).isTrue();
    }

    @Test
    void remember_twiceInDifferentTimes_theLaterCounts() throws Exception {
        BatchMemory memory = memory(2);
        long now = clock.millis();
        memory.remember(new StoredBatch(key(1), now - 2000));
        memory.remember(new StoredBatch(key(2), now - 1500));
        memory.remember(new StoredBatch(key(1), now - 1000));
        memory.remember(new StoredBatch(key(3), now));

        assertThat(store(memory, 1)).isFalse();
        assertThat(store(memory, 3)).isFalse();
        assertThat(store(memory, 2)).isTrue();
    }

    @Test
    void remember_tooOld_isForgotten() throws Exception {
        BatchMemory memory = memory(10);
        memory.remember(new StoredBatch(key(1), clock.millis() - DAY.toMillis()));

        assertThat(memory.size()).isZero();
        assertThat(store(memory, 1)).isTrue();
    }

    @Test
    void once_sameBatchMeanwhile_waitsForTheFirst() throws Exception {
        assertThat(secondAfter(true)).isFalse();
    }

    @Test
    void once_firstFailsMeanwhile_theWaitingOneStores() throws Exception {
        assertThat(secondAfter(false)).isTrue();
        assertThat(stored).hasSize(1);
    }

    /** What a second call returns that came while the first, of the given outcome, was storing. */
    private boolean secondAfter(boolean success) throws Exception {
        BatchMemory memory = memory(10);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        first.complete(memory.once(key(1), batch -> {
                            entered.countDown();
                            hold(gate);
                            if (!success) {
                                throw new IOException("disk");
                            }
                        }));
                    } catch (IOException | BusyException e) {
                        first.complete(false);
                    }
                })
                .start();
        entered.await();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                second.complete(store(memory, 1));
            } catch (Exception e) {
                second.completeExceptionally(e);
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();
        assertThat(store(memory, 2)).isTrue(); // others need not wait
        stored.clear();

        gate.countDown();
        assertThat(first.get()).isEqualTo(success);
        return second.get();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void once_manyThreadsAndFailures_storesEachBatchOnce() throws Exception {
        int batches = 200;
        int threads = 8;
        BatchMemory memory = memory(1000);
        AtomicIntegerArray successes = new AtomicIntegerArray(batches);
        AtomicInteger told = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(t);
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < batches; i++) {
                            int number = i;
                            boolean done = false;
                            while (!done) {
                                try {
                                    told.addAndGet(
                                            memory.once(key(number), batch -> {
                                                        Thread.yield();
                                                        if (random.nextInt(3) == 0) {
                                                            throw new IOException("disk");
                                                        }
                                                        successes.incrementAndGet(number);
                                                    })
                                                    ? 1
                                                    : 0);
                                    done = true;
                                } catch (IOException | BusyException e) {
                                    done = false; // as a sender would, once more
                                }
                            }
                        }
                    },
                    pool));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        pool.shutdown();

        for (int i = 0; i < batches; i++) {
            assertThat(successes.get(i)).isEqualTo(1);
        }
        assertThat(told.get()).isEqualTo(batches);
    }
}
