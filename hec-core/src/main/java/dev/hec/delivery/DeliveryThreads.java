package dev.hec.delivery;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one client: daemon platform threads in the thread group of all clients. Thread-safe.
 *
 * <p>The JDK's HTTP client starts its selector thread in the group of the thread that builds the client, so the group also
 * marks that one, which no name or factory of ours could. It is one group for good and of a class of the JDK: until JDK 19 a
 * group stays reachable from its parent for ever, and must not keep a stopped application's classes in memory.
 */
public final class DeliveryThreads implements ThreadFactory {

    private static final ThreadGroup GROUP = new ThreadGroup(topGroup(), "hec delivery");

    private final String name;
    private final AtomicInteger started = new AtomicInteger();

    /**
     * No thread yet.
     *
     * @param name shown in thread dumps, before the number of the thread
     */
    public DeliveryThreads(String name) {
        this.name = name;
    }

    /** Not the group of whoever comes first: that one may end before the JVM does. */
    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Whether the current thread belongs to any client; what it logs must not be delivered. */
    public static boolean isCurrent() {
        return Thread.currentThread().getThreadGroup() == GROUP;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(GROUP, task, name + "-" + started.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        // Not the application's: in a servlet container that would keep a stopped application in memory.
        thread.setContextClassLoader(DeliveryThreads.class.getClassLoader());
        return thread;
    }
}
