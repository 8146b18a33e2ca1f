package dev.hec;

import dev.hec.delivery.DeliveryThreads;
import dev.hec.settings.HecSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Pipelines whose client is gone and whose next client has not come yet.
 *
 * <p>Thread-safe. Whoever removes a pipeline from the map owns it: the successor that adopts it, or the thread that closes it
 * because none came or the JVM ends.
 */
final class HandOvers {

    private static final ConcurrentMap<Key, Waiting> WAITING = new ConcurrentHashMap<>();

    private HandOvers() {}

    /** Two clients are the same to the outside if their names and settings are. */
    private record Key(String name, HecSettings settings) {}

    /** Keeps a pipeline for a successor, and closes it if none comes in time. */
    static void leave(Pipeline pipeline, Duration patience) {
        Key key = new Key(pipeline.name(), pipeline.settings());
        Waiting waiting = new Waiting(key, pipeline);
        Waiting before = WAITING.put(key, waiting);
        if (before != null) {
            before.supersede();
        }
        waiting.start(patience);
    }

    /** The pipeline that a client of this name and these settings has left, if it is still there. */
    static Optional<Pipeline> adopt(String name, HecSettings settings) {
        Waiting waiting = WAITING.remove(new Key(name, settings));
        if (waiting == null) {
            return Optional.empty();
        }
        waiting.adopted.countDown();
        return Optional.of(waiting.pipeline);
    }

    /** One pipeline, and the threads that close it: one of ours when time is over, one of the JVM's when that ends first. */
    private static final class Waiting {

        private final Key key;
        private final Pipeline pipeline;
        private final CountDownLatch adopted = new CountDownLatch(1);
        private final Thread exitHook;
        private volatile boolean superseded;

        Waiting(Key key, Pipeline pipeline) {
            this.key = key;
            this.pipeline = pipeline;
            exitHook = new Thread(this::closeIfWaiting, "hec-" + key.name() + "-exit");
            exitHook.setContextClassLoader(HandOvers.class.getClassLoader());
        }

        void start(Duration patience) {
            try {
                Runtime.getRuntime().addShutdownHook(exitHook);
            } catch (IllegalStateException e) {
                // The JVM is ending: no successor will come.
                closeIfWaiting();
                return;
            }
            new DeliveryThreads("hec-" + key.name() + "-handover")
                    .newThread(() -> await(patience))
                    .start();
        }

        private void await(Duration patience) {
            try {
                if (!adopted.await(Nanos.of(patience), TimeUnit.NANOSECONDS)) {
                    closeIfWaiting();
                } else if (superseded) {
                    pipeline.close();
                }
            } catch (InterruptedException e) {
                closeIfWaiting();
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

        private void closeIfWaiting() {
            if (WAITING.remove(key, this)) {
                pipeline.close();
            }
        }

        /** Another pipeline of the same key has taken the place; this one is closed by its own thread. */
        void supersede() {
            superseded = true;
            adopted.countDown();
        }
    }
}
