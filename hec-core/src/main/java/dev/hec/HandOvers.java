package dev.hec;

import dev.hec.delivery.DeliveryThreads;
import dev.hec.settings.HecSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines whose client is gone and whose next client has not come yet.
 *
 * <p>Thread-safe. The monitor of {@code WAITING} guards it and decides whose a pipeline is: the successor's that adopts it, or
 * ours to close because none came, another one took its place or the JVM ends. Nothing is closed under it. Whoever closes one
 * pipeline does so under the monitor of its {@link Waiting}, so that the JVM does not end before that is done.
 */
final class HandOvers {

    private static final Map<List<@Nullable Object>, Waiting> WAITING = new HashMap<>();

    private HandOvers() {}

    /**
     * Two clients are the same to the outside if their names and settings are, and the TLS context that they were given. Not a
     * record of our own: JDK 17 may keep the class of the record compared last, and with it all classes of a stopped application.
     */
    private static List<@Nullable Object> key(String name, HecSettings settings, @Nullable SSLContext tls) {
        return Arrays.asList(name, settings, tls);
    }

    /** Keeps a pipeline for a successor, and closes it if none comes in time. Waits for nothing. */
    static void leave(Pipeline pipeline, Duration patience) {
        Waiting waiting = new Waiting(pipeline);
        Waiting before;
        synchronized (WAITING) {
            before = WAITING.put(waiting.key, waiting);
        }
        if (before != null) {
            before.decided.countDown();
        }
        waiting.start(patience);
    }

    /** The pipeline that a client of this name, these settings and this context has left, if it is still there. */
    static Optional<Pipeline> adopt(String name, HecSettings settings, @Nullable SSLContext tls) {
        Waiting waiting;
        synchronized (WAITING) {
            waiting = WAITING.remove(key(name, settings, tls));
            if (waiting == null) {
                return Optional.empty();
            }
            waiting.adopted = true;
        }
        waiting.decided.countDown();
        return Optional.of(waiting.pipeline);
    }

    /** One pipeline, and the threads that close it: one of ours when time is over, one of the JVM's when that ends first. */
    private static final class Waiting {

        private final List<@Nullable Object> key;
        private final Pipeline pipeline;
        private final CountDownLatch decided = new CountDownLatch(1);
        private final Thread exitHook;
        private boolean adopted;

        Waiting(Pipeline pipeline) {
            this.pipeline = pipeline;
            key = key(pipeline.name(), pipeline.settings(), pipeline.tls());
            exitHook = new Thread(this::closeUnlessAdopted, "hec-" + pipeline.name() + "-exit");
            exitHook.setContextClassLoader(HandOvers.class.getClassLoader());
        }

        void start(Duration patience) {
            try {
                Runtime.getRuntime().addShutdownHook(exitHook);
            } catch (IllegalStateException e) {
                // The JVM is ending: no successor will come.
                closeUnlessAdopted();
                return;
            }
            new DeliveryThreads("hec-" + pipeline.name() + "-handover")
                    .newThread(() -> await(patience))
                    .start();
        }

        private void await(Duration patience) {
            try {
                // Whatever it returns: if it was not decided in time, it is now.
                boolean ignored = decided.await(Nanos.of(patience), TimeUnit.NANOSECONDS);
                closeUnlessAdopted();
            } catch (InterruptedException e) {
                closeUnlessAdopted();
            } finally {
                removeExitHook();
            }
        }

        private void removeExitHook() {
            try {
                Runtime.getRuntime().removeShutdownHook(exitHook);
            } catch (IllegalStateException e) {
                // The JVM is ending, and with it this thread.
                return;
            }
        }

        /** Returns once the pipeline is closed, whoever does it; if it is not adopted. */
        private synchronized void closeUnlessAdopted() {
            synchronized (WAITING) {
                WAITING.remove(key, this);
                if (adopted) {
                    return;
                }
            }
            pipeline.close();
        }
    }
}
