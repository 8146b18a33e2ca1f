package dev.hec.receiver.store;

import dev.hec.receiver.journal.Journal;
import dev.hec.receiver.journal.JournalReader;
import dev.hec.receiver.journal.JournalRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from the journal into the index.
 *
 * <p><b>Threads.</b> One thread reads the journal and writes the index; nobody else does. Other threads raise the signal, read
 * the volatile fields, and search.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>Every durable event is added once to what becomes the index: an open index continues at the number its commit holds.
 *   <li>What a commit covers has its batches in their log before, see {@link UnloggedBatches}.
 *   <li>The journal is told to release only what a commit covers.
 *   <li>After any error the writer is thrown away, and after a pause the index is opened at its last commit and continued
 *       from the journal. Searches go on with the last view in the meantime.
 * </ul>
 */
final class Indexer {

    private static final System.Logger LOG = System.getLogger(Indexer.class.getName());
    /** The time granted beyond the deadline to end a step that was begun before it. */
    private static final Duration LAST_STEP = Duration.ofSeconds(1);

    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    private final Directory directory;
    private final Journal journal;
    private final UnloggedBatches batches;
    private final StoreSettings settings;
    private final Signal signal;
    private final Visibility visibility;
    private final IndexTasks tasks;
    private final Retention retention;
    private final InstantSource clock;
    private final long commitBytes;
    private final Thread thread;

    private volatile EventIndex index;
    private volatile long added;
    private volatile long committed;
    private final AtomicLong missing = new AtomicLong();
    private final IndexTrouble trouble = new IndexTrouble();
    private final GiveWay way = new GiveWay(System::nanoTime);
    private volatile boolean stopping;
    private volatile long stopAt;

    // Owned by the indexer thread.
    private JournalReader reader;
    private boolean writing = true;
    private long uncommittedBytes;
    private long commitDue;

    /**
     * @param index open; the indexer closes it in the end
     * @param batches closed by the indexer in the end
     * @param clock tells how old events are
     */
    Indexer(
            Directory directory,
            EventIndex index,
            Journal journal,
            UnloggedBatches batches,
            StoreSettings settings,
            Signal signal,
            InstantSource clock) {
        this.batches = batches;
        this.directory = directory;
        this.index = index;
        this.journal = journal;
        this.settings = settings;
        this.signal = signal;
        visibility = new Visibility(signal, new Visibility.Sight(index.searchers(), index.next()));
        tasks = new IndexTasks(signal);
        this.clock = clock;
        retention = new Retention(settings.disk(), clock);
        commitBytes = settings.journal().maxRetainedBytes() / 4;
        added = index.next();
        committed = index.next();
        reader = readerAt(index.next());
        thread = new Thread(this::run, "hec-indexer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The number of the next event to index. */
    long added() {
        return added;
    }

    /** The number of the first event that the last commit does not have. */
    long committed() {
        return committed;
    }

    /** Removes what is too old or too much. A work for {@link #tasks}. */
    long expire(EventIndex from) throws IOException {
        return retention.apply(from, journal.retainedBytes());
    }

    Retention retention() {
        return retention;
    }

    /** Acknowledged events that the journal could not give back. */
    long missing() {
        return missing.get();
    }

    /** Why indexing fails, or null if it does not. */
    @Nullable
    String problem() {
        return trouble.problem();
    }

    Visibility visibility() {
        return visibility;
    }

    /** Whose work goes before indexing. */
    GiveWay way() {
        return way;
    }

    /** Work that removes events, to be done between two steps. */
    IndexTasks tasks() {
        return tasks;
    }

    /**
     * Indexes what the journal holds, commits, and ends the thread.
     *
     * @return false if that takes longer than the timeout; what is not indexed yet stays in the journal
     */
    boolean stop(Duration timeout) throws InterruptedException {
        stopAt = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        stopping = true;
        signal.raise();
        thread.join(timeout.plus(settings.retryPause()).plus(LAST_STEP).toMillis());
        return !thread.isAlive();
    }

    /** Waits for the end of a thread that {@link #stop} did not wait for. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void run() {
        try {
            while (!finished()) {
                try {
                    if (!writing) {
                        reopen();
                    }
                    step();
                } catch (IOException | RuntimeException | Error e) {
                    trouble.begin(e);
                    endWriting();
                    signal.await(TimeUnit.NANOSECONDS.convert(settings.retryPause()));
                }
            }
        } catch (InterruptedException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the indexer was interrupted and stops; the journal keeps what is not indexed");
        } finally {
            tasks.end();
            visibility.end();
            closeAll();
        }
    }

    private boolean finished() {
        return stopping && (committed >= journal.end() || System.nanoTime() - stopAt >= 0);
    }

    /** Removes what is to be removed, then indexes one request, or waits for work if there is none. */
    private void step() throws IOException, InterruptedException {
        doTasks();
        long pause = stopping ? 0 : way.nanos();
        if (pause > 0) {
            LockSupport.parkNanos(pause);
            return;
        }
        JournalRecord record = reader.next();
        if (record != null) {
            index.add(record);
            batches.add(record);
            uncommittedBytes += record.bytes();
        }
        if (reader.position() > added) {
            if (added == committed) {
                commitDue = System.nanoTime() + TimeUnit.NANOSECONDS.convert(settings.commitInterval());
            }
            added = reader.position();
        }
        if (visibility.isWanted(added)) {
            refresh();
        }
        boolean idle = record == null;
        if (commitIsDue(idle)) {
            commit();
            remove(this::expire);
        } else if (idle && retention.nanosToNext() == 0) {
            remove(this::expire);
        } else if (idle) {
            if (added == committed) {
                trouble.end();
            }
            long rest = added > committed ? commitDue - System.nanoTime() : FOREVER;
            signal.await(Math.min(rest, retention.nanosToNext()));
        }
    }

    private void doTasks() throws IOException {
        for (IndexTask task = tasks.next(added); task != null; task = tasks.next(added)) {
            try {
                task.succeed(remove(task.work()));
            } catch (IllegalArgumentException e) {
                task.fail(e);
            } catch (IOException | RuntimeException | Error e) {
                task.fail(new IOException(e));
                throw e;
            }
        }
    }

    private long remove(IndexTask.Work work) throws IOException {
        refresh();
        long removed = work.run(index);
        if (removed > 0) {
            commit();
        }
        return removed;
    }

    private boolean commitIsDue(boolean idle) {
        if (added == committed) {
            return false;
        }
        boolean ending = stopping && (idle || System.nanoTime() - stopAt >= 0);
        return ending || uncommittedBytes >= commitBytes || System.nanoTime() - commitDue >= 0;
    }

    private void refresh() throws IOException {
        index.refresh();
        visibility.set(new Visibility.Sight(index.searchers(), added));
    }

    private void commit() throws IOException {
        batches.log(added);
        index.commit(added, clock.millis());
        committed = added;
        uncommittedBytes = 0;
        missing.addAndGet(reader.takeMissing());
        refresh();
        trouble.end();
        journal.release(committed);
    }

    private void endWriting() {
        writing = false;
        try {
            index.endWriting();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the failed index could not be closed cleanly", e);
        }
        try {
            reader.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a journal file could not be closed", e);
        }
    }

    private void reopen() throws IOException {
        EventIndex before = index;
        EventIndex opened = EventIndex.open(directory, settings.disk().segmentBytes());
        reader = readerAt(opened.next());
        added = opened.next();
        committed = opened.next();
        uncommittedBytes = 0;
        batches.clear();
        index = opened;
        visibility.set(new Visibility.Sight(opened.searchers(), opened.next()));
        writing = true;
        before.endSearching();
        // A full disk is no reason to keep what is to be removed: that may be what it is full of.
        remove(this::expire);
    }

    private JournalReader readerAt(long next) {
        return new JournalReader(journal, next, message -> LOG.log(System.Logger.Level.ERROR, message));
    }

    private void closeAll() {
        endWriting();
        batches.close();
        try {
            index.endSearching();
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the index could not be closed cleanly", e);
        }
    }
}
