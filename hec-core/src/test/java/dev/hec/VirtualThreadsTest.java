package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logging from virtual threads: no carrier is pinned by us, and their number leaves nothing behind. The sources are for JDK 17, so
 * the threads are made by reflection.
 *
 * <p>On JDK 24 and newer a monitor pins nothing; there this test only finds native frames and class initialisers.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

    private static final int THREADS = 10_000;
    private static final int MOST_DESKS =
            Integer.highestOneBit(2 * Math.max(16, Runtime.getRuntime().availableProcessors() * 4) - 1);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    /** A class whose initialiser waits, which pins whoever uses it first. */
    private static final class Pinning {

        static final long WAITED = waited();

        private static long waited() {
            long start = System.nanoTime();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return System.nanoTime() - start;
        }
    }

    private static ThreadFactory virtual() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private static void runAll(ThreadFactory factory, int count, Runnable task) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            threads.add(factory.newThread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                task.run();
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void offer_tenThousandVirtualThreads_pinsNoneAndKeepsNothing(@TempDir Path directory) throws Exception {
        ThreadFactory factory = virtual();
        Path file = directory.resolve("pinned.jfr");
        try (WatchedCollector collector = WatchedCollector.start();
                HecClient client = HecClient.open(
                        "virtual",
                        HecClientTest.config(collector.url(), "bufferBytes", "20MB", "batchBytes", "50KB")
                                .parse(),
                        Diagnostics.SILENT);
                Recording recording = new Recording()) {
            // The one with which the client tells of losses.
            long writersBefore = instances("dev.hec.format.EventWriter");
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            runAll(factory, 1, () -> assertThat(Pinning.WAITED).isPositive());

            // The first event loads classes, which pins whoever needs them meanwhile; once.
            runAll(factory, 1, () -> client.offer("first", TEXT, System.currentTimeMillis(), Severity.ERROR));

            runAll(factory, THREADS, () -> client.offer("event", TEXT, System.currentTimeMillis(), Severity.ERROR));

            assertThat(client.flush(Duration.ofSeconds(60)).complete()).isTrue();
            recording.stop();
            recording.dump(file);
            assertThat(client.tally())
                    .returns(THREADS + 1L, Tally::delivered)
                    .returns(0L, Tally::dropped)
                    .returns(0L, Tally::refused);
            assertThat(collector.events()).hasSize(THREADS + 1);
            assertThat(instances("dev.hec.format.EventWriter") - writersBefore)
                    .as("writers kept")
                    .isBetween(1L, (long) MOST_DESKS);
        }
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .toList();
        assertThat(pinned).as("the recording sees what is pinned").anyMatch(event -> runs(event, Pinning.class));
        assertThat(pinned).noneMatch(event -> !runs(event, Pinning.class) && runsOurs(event));
    }

    private static boolean runs(RecordedEvent event, Class<?> type) {
        return frames(event).anyMatch(name -> name.equals(type.getName()));
    }

    private static boolean runsOurs(RecordedEvent event) {
        return frames(event).anyMatch(name -> name.startsWith("dev.hec.") && !name.contains("VirtualThreadsTest"));
    }

    private static Stream<String> frames(RecordedEvent event) {
        return Optional.ofNullable(event.getStackTrace()).stream()
                .flatMap(trace -> trace.getFrames().stream())
                .map(frame -> frame.getMethod().getType().getName());
    }

    /** How many objects of a class are reachable. */
    private static long instances(String className) throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Matcher line = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "(\\s|$)")
                .matcher(histogram);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
