package dev.hec.receiver.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for the indexer, in the order they came. Thread-safe; the fields are guarded by {@code lock}.
 *
 * <p><b>Invariant.</b> A task that nobody withdrew is given to the indexer or failed by {@link #end}.
 */
final class IndexTasks {

    /** More than this wait only where somebody deletes without end; each holds a thread. */
    private static final int MOST = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<IndexTask> waiting = new ArrayDeque<>();
    private final Signal signal;
    private boolean ended;

    IndexTasks(Signal signal) {
        this.signal = signal;
    }

    /**
     * Has the indexer do work that removes events. What it removed is durable when this returns, and no replay of the journal
     * brings it back, for the commit covers all that was in the index.
     *
     * @param needed the work begins when all events below this number are in the index
     * @param nanos the longest wait for that
     * @return events removed
     * @throws IOException if nothing was done, or it may be done or not; the message says which
     */
    long run(long needed, IndexTask.Work work, long nanos) throws IOException {
        IndexTask task = new IndexTask(needed, work);
        add(task);
        try {
            return task.await(nanos);
        } finally {
            forget(task);
        }
    }

    private void add(IndexTask task) throws IOException {
        lock.lock();
        try {
            if (ended) {
                throw new IOException("the store is closed; nothing was deleted");
            }
            if (waiting.size() >= MOST) {
                throw new SearchLimitException(
                        "too many deletions wait for the index; nothing was deleted, try again later");
            }
            waiting.add(task);
        } finally {
            lock.unlock();
        }
        signal.raise();
    }

    private void forget(IndexTask task) {
        lock.lock();
        try {
            waiting.remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first task that can be done when the events below {@code added} are in the index, or gives null. */
    @Nullable
    IndexTask next(long added) {
        lock.lock();
        try {
            for (IndexTask task : waiting) {
                if (task.needed() <= added && task.take()) {
                    waiting.remove(task);
                    return task;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Fails all that wait, and all that come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            for (IndexTask task = waiting.poll(); task != null; task = waiting.poll()) {
                if (task.take()) {
                    task.fail(new IllegalStateException("the store was closed before"));
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
