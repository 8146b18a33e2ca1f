package dev.hec.delivery;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one client: daemon platform threads in a thread group of their own.
 *
 * <p>The JDK's HTTP client starts its selector thread in the group of the thread that builds the client, so the group also
 * marks that one, which no name or factory of ours could. Thread-safe.
 */
public final class DeliveryThreads extends ThreadGroup implements ThreadFactory {

    private final AtomicInteger started = new AtomicInteger();

    /**
     * An empty group.
     *
     * @param name shown in thread dumps, before the number of the thread
     */
    public DeliveryThreads(String name) {
        super(name);
    }

    /** Whether the current thread belongs to any client; what it logs must not be delivered. */
    public static boolean isCurrent() {
        return Thread.currentThread().getThreadGroup() instanceof DeliveryThreads;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(this, task, getName() + "-" + started.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        // Not the application's: in a servlet container that would keep a stopped application in memory.
        thread.setContextClassLoader(DeliveryThreads.class.getClassLoader());
        return thread;
    }
}
