package dev.hec.spool;

import dev.hec.Diagnostics;
import dev.hec.buffer.EventBuffer;
import dev.hec.buffer.Region;
import dev.hec.buffer.Regions;
import dev.hec.time.Time;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps batches in memory-mapped files, so that they survive {@code kill -9}, and gives the next process what was left.
 *
 * <p><b>Threads.</b> Callers of {@link EventBuffer} take and give back regions under its lock. One thread of the spool makes
 * files ahead of need, deletes them and forces them to the disk; nobody else does I/O between {@link #start} and
 * {@link #close}.
 *
 * <p><b>Lock.</b> {@code lock} guards the sets of regions and the flags. It is taken under the lock of the buffer and never the
 * other way round; no I/O happens under it.
 *
 * <p><b>Trouble.</b> A full disk or a directory that cannot be written is told once; batches live on the heap until a file can
 * be made again, which is tried every few seconds. A disk that is too slow for the events is told of as well.
 */
public final class Spool implements Regions {

    /** Files made ahead: the caller that needs one must not wait for the disk. */
    private static final int AHEAD = 3;

    /** Used files kept for reuse; more are deleted. */
    private static final int KEPT = 8;

    /** A slow disk is told of at most this often. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long END_MILLIS = 2_000;

    private final SpoolSettings settings;
    private final SpoolDirectory directory;
    private final SpoolRecovery recovery;
    private final Diagnostics diagnostics;
    private final Time time;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<SpoolRegion> spares = new ArrayDeque<>();
    private final Set<SpoolRegion> inUse = new LinkedHashSet<>();
    private final Deque<SpoolRegion> toForce = new ArrayDeque<>();
    private final Deque<SpoolRegion> toDelete = new ArrayDeque<>();
    private boolean broken;
    private long retryAt;
    private boolean slow;
    private long quietUntil;
    private boolean closed;

    private @Nullable Thread maker;

    private Spool(SpoolSettings settings, long instance, Diagnostics diagnostics, Time time) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.time = time;
        directory = new SpoolDirectory(settings, instance);
        recovery = new SpoolRecovery(directory);
        quietUntil = time.nanos();
    }

    /**
     * Opens the spool of a client, adopts what dead instances left there, and makes the first file. Never fails: what is wrong
     * with the directory is told, and events are kept on the heap.
     *
     * @param instance of the client, see {@link dev.hec.buffer.BatchId}
     */
    public static Spool open(SpoolSettings settings, long instance, Diagnostics diagnostics, Time time) {
        Spool spool = new Spool(settings, instance, diagnostics, time);
        try {
            spool.directory.prepare();
            spool.recovery.run();
            spool.spares.add(spool.directory.create());
        } catch (IOException | RuntimeException e) {
            spool.broken = true;
            spool.retryAt = time.nanos() + RETRY_NANOS;
            diagnostics.warn(spool.trouble(e));
        }
        spool.recovery.problems().forEach(diagnostics::warn);
        return spool;
    }

    private String trouble(Throwable cause) {
        return "The spool " + settings.directory() + " cannot be written (" + cause
                + "); until it can, events are kept in memory and lost if the process dies.";
    }

    /** Events of dead instances that cannot be read any more. */
    public int damagedRecords() {
        return recovery.damagedRecords();
    }

    /**
     * Hands over the batches of dead instances, and starts the thread that makes files.
     *
     * @param buffer takes its regions from here
     * @param threads makes the thread
     */
    public void start(EventBuffer buffer, ThreadFactory threads) {
        int events = 0;
        for (SpoolRecovery.Found batch : recovery.found()) {
            inUse.add(batch.region());
            buffer.recover(batch.batch(buffer.admitted() - batch.settled(), time.nanos()));
            events += batch.unsettled();
        }
        buffer.recoverDamaged(recovery.damagedRecords());
        if (events > 0) {
            diagnostics.info(
                    "Found " + events + " event(s) in " + recovery.found().size()
                            + " batch(es) of an earlier process in " + settings.directory() + "; they are sent first.");
        }
        recovery.found().clear();
        Thread thread = threads.newThread(() -> run(buffer));
        maker = thread;
        thread.start();
    }

    @Override
    public @Nullable Region take() {
        lock.lock();
        try {
            SpoolRegion region = spares.poll();
            if (region != null) {
                inUse.add(region);
                work.signal();
            }
            return region;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Shortage shortage() {
        lock.lock();
        try {
            if (broken || closed) {
                return Shortage.BROKEN;
            }
            return inUse.size() >= settings.maxFiles() ? Shortage.FULL : Shortage.COMING;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void giveBack(Region region) {
        if (!(region instanceof SpoolRegion used)) {
            return;
        }
        used.clear();
        lock.lock();
        try {
            inUse.remove(used);
            toForce.remove(used);
            if (used.isReusable() && spares.size() < KEPT && !closed) {
                spares.add(used);
            } else {
                toDelete.add(used);
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sealed(Region region) {
        if (settings.fsync() && region instanceof SpoolRegion full) {
            lock.lock();
            try {
                toForce.add(full);
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void tooSlow() {
        lock.lock();
        try {
            slow = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean areDurable() {
        return true;
    }

    /** The spool's own thread. */
    private void run(EventBuffer buffer) {
        while (true) {
            try {
                Runnable job = next(buffer);
                if (job == null) {
                    return;
                }
                job.run();
            } catch (InterruptedException e) {
                // Nobody of ours interrupts this thread; whoever did wants it to end.
                return;
            } catch (RuntimeException | Error e) {
                // Memory may have run out, so nothing here needs any. What kept files from being made is known already.
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    /** Waits for something to do; null when the spool is closed. */
    private @Nullable Runnable next(EventBuffer buffer) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                boolean wanted = !closed && spares.size() < AHEAD && spares.size() + inUse.size() < settings.maxFiles();
                long left = !wanted ? Long.MAX_VALUE : broken ? retryAt - time.nanos() : 0;
                if (left <= 0 && spares.isEmpty()) {
                    // Callers may be waiting for it. Nobody waits for the rest.
                    return () -> make(buffer);
                }
                if (slow && !closed) {
                    slow = false;
                    if (time.nanos() - quietUntil >= 0) {
                        quietUntil = time.nanos() + QUIET_NANOS;
                        return this::tellSlow;
                    }
                }
                SpoolRegion full = toForce.poll();
                if (full != null) {
                    return () -> force(full);
                }
                if (closed) {
                    return null;
                }
                SpoolRegion old = toDelete.poll();
                if (old != null) {
                    return () -> SpoolDirectory.delete(old.path());
                }
                if (left <= 0) {
                    return () -> make(buffer);
                }
                time.await(lock, work, left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void make(EventBuffer buffer) {
        SpoolRegion region = null;
        Throwable failure = null;
        try {
            region = directory.create();
        } catch (IOException | RuntimeException | Error e) {
            // Also a lack of address space for the mapping, or a disk that fails under it.
            failure = e;
        }
        boolean news;
        lock.lock();
        try {
            news = broken == (failure == null);
            broken = failure != null;
            retryAt = time.nanos() + RETRY_NANOS;
            if (region != null) {
                spares.add(region);
            }
        } finally {
            lock.unlock();
        }
        buffer.regionsChanged();
        if (news && failure != null) {
            diagnostics.warn(trouble(failure));
        } else if (news) {
            diagnostics.info("The spool " + settings.directory() + " can be written again.");
        }
    }

    private void tellSlow() {
        diagnostics.warn(
                "The spool " + settings.directory() + " is slow: log calls waited for a file in vain; some events"
                        + " are kept in memory and lost if the process dies.");
    }

    private void force(SpoolRegion region) {
        try {
            region.force();
        } catch (RuntimeException | InternalError e) {
            diagnostics.warn("A batch in the spool " + settings.directory() + " could not be forced to the disk (" + e
                    + "); it survives the death of the process, but not power loss.");
        }
    }

    /**
     * Ends the spool's thread, and leaves to the next process what is not settled. After the buffer has given up its rest. Waits
     * up to two seconds for a disk that does not answer. Only the first call does something.
     */
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (settings.fsync()) {
                toForce.addAll(inUse);
            }
            work.signalAll();
        } finally {
            lock.unlock();
        }
        end(maker);
        unused().forEach(region -> SpoolDirectory.delete(region.path()));
        directory.close(recovery.adopted());
    }

    private List<SpoolRegion> unused() {
        lock.lock();
        try {
            toDelete.addAll(spares);
            spares.clear();
            List<SpoolRegion> unused = List.copyOf(toDelete);
            toDelete.clear();
            return unused;
        } finally {
            lock.unlock();
        }
    }

    private static void end(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
