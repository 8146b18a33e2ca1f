package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WriterPoolTest {

    private static final int MORE_THREADS_THAN_DESKS =
            16 * Math.max(16, Runtime.getRuntime().availableProcessors() * 4);

    private final WriterPool pool =
            new WriterPool(() -> new EventWriter(new EventDefaults(null, null, null, null, Map.of())));

    private static void write(EventWriter writer, String text) {
        writer.begin(0, Integer.MAX_VALUE);
        writer.string(text);
        writer.end();
    }

    @Test
    void take_again_isRefusedUntilGivenBack() {
        WriterPool.Desk desk = pool.take();
        assertThat(desk).isNotNull();

        assertThat(pool.take()).isNull();
        pool.giveBack(desk);

        assertThat(pool.take()).isNotNull();
    }

    @Test
    void take_moreThreadsThanDesks_eachHasItsOwnAndFindsItsRecursion() throws InterruptedException {
        Set<EventWriter> writers = ConcurrentHashMap.newKeySet();
        CountDownLatch allHave = new CountDownLatch(MORE_THREADS_THAN_DESKS);
        List<Background<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < MORE_THREADS_THAN_DESKS; i++) {
            threads.add(Background.start(() -> {
                WriterPool.Desk desk = pool.take();
                writers.add(desk.writer());
                allHave.countDown();
                allHave.await();
                boolean foundItself = pool.take() == null;
                pool.giveBack(desk);
                boolean free = pool.take() != null;
                return foundItself && free;
            }));
        }

        assertThat(threads).allSatisfy(thread -> assertThat(thread.result()).isTrue());
        assertThat(writers).hasSize(MORE_THREADS_THAN_DESKS);
    }

    @Test
    void take_byTheSameThread_reusesItsWriter() {
        WriterPool.Desk first = pool.take();
        EventWriter writer = first.writer();
        pool.giveBack(first);

        assertThat(pool.take().writer()).isSameAs(writer);
    }

    @Test
    void giveBack_writerOfAHugeEvent_isNotKept() {
        WriterPool.Desk desk = pool.take();
        EventWriter huge = desk.writer();
        write(huge, "x".repeat(1_000_000));
        pool.giveBack(desk);

        WriterPool.Desk next = pool.take();

        assertThat(next.writer()).isNotSameAs(huge);
        assertThat(next.writer().bytes().length).isLessThan(10_000);
    }
}
