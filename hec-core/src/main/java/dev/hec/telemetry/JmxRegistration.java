package dev.hec.telemetry;

import dev.hec.Tally;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Shows one client in JMX, until {@link #close}; see {@link dev.hec.HecMXBean}.
 *
 * <p><b>Threads.</b> Any, without a lock. The first use of JMX in a JVM takes more than a tenth of a second of CPU and initializes
 * much of the JDK. So {@link #registerLater} leaves it to a thread of the client's own, not the one that configures logging,
 * which may hold the framework's locks, and to a time when the application has started. {@code close} ends that thread, and waits
 * for it, but not for long: where a registration under way goes on, whichever of the two comes last takes the bean away.
 *
 * <p>Neither throws. A JVM without the module {@code java.management}, or one that forbids its use, has no bean.
 *
 * <p><b>Invariant.</b> Once both have returned, nothing of the JVM refers to the client, so its class loader can go.
 */
public final class JmxRegistration implements AutoCloseable {

    private static final String PREFIX = "dev.hec:type=HecClient,name=";
    private static final int MOST_OF_ONE_NAME = 1000;

    /** Longest wait for a registration under way. */
    private static final long END_MILLIS = 1000;

    private final String name;
    private final Supplier<Tally> tally;
    private final Flush flush;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> removal = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread later;

    /**
     * Not registered yet.
     *
     * @param name of the client
     */
    public JmxRegistration(String name, Supplier<Tally> tally, Flush flush) {
        this.name = name;
        this.tally = tally;
        this.flush = flush;
    }

    /**
     * Registers the client a while from now, unless it is closed before. Once, before {@link #close}.
     *
     * @param threads makes the thread that waits, registers, and ends
     */
    public void registerLater(ThreadFactory threads, Duration delay) {
        Thread thread = threads.newThread(() -> {
            try {
                if (!closing.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                    register();
                }
            } catch (InterruptedException e) {
                // Nobody wants this thread to go on.
                return;
            }
        });
        try {
            thread.start();
            later = thread;
        } catch (OutOfMemoryError e) {
            // No thread to be had: the client can do without a bean.
            return;
        }
    }

    /** Registers the client, unless it is closed already. Only the first call does something. */
    void register() {
        if (isClosed() || begun.getAndSet(true)) {
            return;
        }
        try {
            removal.set(Platform.register(name, new TallyBean(tally, flush)));
        } catch (Exception | LinkageError e) {
            // Not JMException: this class must load without it. Whoever misses the bean finds the counts elsewhere.
            return;
        }
        if (isClosed()) {
            remove();
        }
    }

    /** Takes the client out of JMX, for good. */
    @Override
    public void close() {
        closing.countDown();
        Thread thread = later;
        if (thread != null) {
            try {
                thread.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        remove();
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void remove() {
        Runnable registered = removal.getAndSet(null);
        if (registered != null) {
            registered.run();
        }
    }

    /** The only code that needs the module {@code java.management}, loaded when it is called. */
    private static final class Platform {

        private Platform() {}

        static Runnable register(String name, TallyBean bean) throws Exception {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            for (int i = 1; ; i++) {
                ObjectName taken = new ObjectName(PREFIX + ObjectName.quote(i == 1 ? name : name + "#" + i));
                try {
                    server.registerMBean(bean, taken);
                    return () -> unregister(server, taken);
                } catch (InstanceAlreadyExistsException e) {
                    if (i == MOST_OF_ONE_NAME) {
                        throw e;
                    }
                }
            }
        }

        private static void unregister(MBeanServer server, ObjectName name) {
            try {
                server.unregisterMBean(name);
            } catch (JMException | RuntimeException e) {
                // Somebody else took it away.
                return;
            }
        }
    }
}
