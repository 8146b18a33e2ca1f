package dev.hec.receiver.store;

import dev.hec.receiver.journal.Journal;
import dev.hec.receiver.journal.JournalReader;
import dev.hec.receiver.journal.JournalRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.search.SearcherManager;
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
    private final long commitBytes;
    private final Thread thread;

    private volatile EventIndex index;
    private volatile long added;
    private final AtomicLong missing = new AtomicLong();
    private volatile @Nullable String problem;
    private volatile boolean stopping;
    private volatile long stopAt;

    // Owned by the indexer thread.
    private JournalReader reader;
    private boolean writing = true;
    private long committed;
    private long uncommittedBytes;
    private long commitDue;

    /**
     * @param index open; the indexer closes it in the end
     * @param batches closed by the indexer in the end
     */
    Indexer(
            Directory directory,
            EventIndex index,
            Journal journal,
            UnloggedBatches batches,
            StoreSettings settings,
            Signal signal) {
        this.batches = batches;
        this.directory = directory;
        this.index = index;
        this.journal = journal;
        this.settings = settings;
        this.signal = signal;
        visibility = new Visibility(signal);
        tasks = new IndexTasks(signal);
        commitBytes = settings.journal().maxRetainedBytes() / 4;
        added = index.next();
        committed = index.next();
        visibility.set(index.next());
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

    /** Acknowledged events that the journal could not give back. */
    long missing() {
        return missing.get();
    }

    /** Why indexing fails, or null if it does not. */
    @Nullable
    String problem() {
        return problem;
    }

    Visibility visibility() {
        return visibility;
    }

    SearcherManager searchers() {
        return index.searchers();
    }

    /**
     * Does work that removes events, between two steps of the indexer. What it removed is durable when this returns, and no
     * replay of the journal brings it back, for the commit covers all that was in the index.
     *
     * @param needed the work begins when all events below this number are in the index
     * @param nanos the longest wait for that
     * @return events removed
     * @throws IOException if nothing was done, or it may be done or not; the message says which
     */
    long remove(long needed, IndexTask.Work work, long nanos) throws IOException {
        IndexTask task = new IndexTask(needed, work);
        tasks.add(task);
        try {
            return task.await(nanos);
        } finally {
            tasks.remove(task);
        }
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

    private void run() {
        try {
            while (!finished()) {
                try {
                    if (!writing) {
                        reopen();
                    }
                    step();
                } catch (IOException | RuntimeException | Error e) {
                    fail(e);
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
        } else if (idle) {
            if (added == committed) {
                worksAgain();
            }
            signal.await(added > committed ? commitDue - System.nanoTime() : FOREVER);
        }
    }

    private void doTasks() throws IOException {
        for (IndexTask task = tasks.next(added); task != null; task = tasks.next(added)) {
            try {
                refresh();
                long removed = task.work().run(index);
                if (removed > 0) {
                    commit();
                }
                task.succeed(removed);
            } catch (IllegalArgumentException e) {
                task.fail(e);
            } catch (IOException | RuntimeException | Error e) {
                task.fail(new IOException(e));
                throw e;
            }
        }
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
        visibility.set(added);
    }

    private void commit() throws IOException {
        batches.log(added);
        index.commit(added);
        committed = added;
        uncommittedBytes = 0;
        missing.addAndGet(reader.takeMissing());
        refresh();
        worksAgain();
        journal.release(committed);
    }

    private void worksAgain() {
        if (problem != null) {
            LOG.log(System.Logger.Level.INFO, "indexing works again");
            problem = null;
        }
    }

    private void fail(Throwable cause) {
        String text = "indexing failed, events are kept in the journal and will be indexed later: " + cause;
        if (!text.equals(problem)) {
            LOG.log(System.Logger.Level.ERROR, text);
            LOG.log(System.Logger.Level.DEBUG, "where indexing failed", cause);
        }
        problem = text;
        endWriting();
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
        EventIndex opened = EventIndex.open(directory);
        reader = readerAt(opened.next());
        added = opened.next();
        committed = opened.next();
        uncommittedBytes = 0;
        batches.clear();
        index = opened;
        visibility.set(opened.next());
        writing = true;
        before.endSearching();
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
