package dev.hec.receiver.store;

import dev.hec.receiver.batch.BatchMemory;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.journal.BatchLog;
import dev.hec.receiver.journal.Journal;
import dev.hec.receiver.journal.PrivateFiles;
import dev.hec.receiver.query.Query;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events and finds them. An event is durable in the journal when {@link #append} returns; a thread of the store moves it
 * into a Lucene index, which is its home from then on. Thread-safe.
 *
 * <pre>
 * directory/lock       held while the store is open
 * directory/journal/   what is not yet part of an index commit
 * directory/index/     everything older
 * directory/batches/   which batches those events came in
 * </pre>
 */
public final class EventStore implements EventSink, Closeable {

    private static final System.Logger LOG = System.getLogger(EventStore.class.getName());
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final DataDirectory directory;
    private final Directory indexDirectory;
    private final StoreSettings settings;
    private final DiskSpace space;
    private final BatchMemory batches;
    private final Journal journal;
    private final Indexer indexer;
    private final EventSearch search;

    private EventStore(
            DataDirectory directory,
            Directory indexDirectory,
            StoreSettings settings,
            DiskSpace space,
            BatchMemory batches,
            Journal journal,
            Indexer indexer) {
        this.directory = directory;
        this.indexDirectory = indexDirectory;
        this.settings = settings;
        this.space = space;
        this.batches = batches;
        this.journal = journal;
        this.indexer = indexer;
        search = new EventSearch(journal::end, indexer, settings, SearchLimits.DEFAULT, System::nanoTime);
    }

    /**
     * Opens the store of a directory, or creates it. What an earlier process acknowledged but did not index is indexed now, in
     * the background.
     *
     * @throws IOException if the directory cannot be used, or another receiver uses it; the message says which
     */
    public static EventStore open(Path path, StoreSettings settings) throws IOException {
        return open(path, settings, FSDirectory::open, InstantSource.system());
    }

    static EventStore open(Path path, StoreSettings settings, IndexPlace place, InstantSource clock)
            throws IOException {
        PrivateFiles.createDirectories(path);
        return open(path, settings, place, DiskSpace.of(path), clock);
    }

    /** Opens the place where Lucene keeps its files. The seam where tests fill the disk. */
    interface IndexPlace {
        Directory open(Path path) throws IOException;
    }

    /** @param clock tells how old batches and events are */
    static EventStore open(
            Path path, StoreSettings settings, IndexPlace place, DiskSpace.Free free, InstantSource clock)
            throws IOException {
        LuceneMessages.quieten();
        DataDirectory directory = DataDirectory.open(path);
        Directory indexDirectory = null;
        EventIndex index = null;
        try {
            PrivateFiles.createDirectories(directory.index());
            indexDirectory = place.open(directory.index());
            index = EventIndex.open(indexDirectory, settings.disk().segmentBytes());
            Signal signal = new Signal();
            // The log first: what is still in the journal is newer.
            BatchMemory batches = new BatchMemory(settings.batches(), clock);
            BatchLog batchLog =
                    BatchLog.open(directory.batches(), settings.batches(), clock.millis(), batches::remember);
            batchLog.messages().forEach(message -> LOG.log(System.Logger.Level.WARNING, message));
            Journal journal = Journal.open(
                    directory.journal(), index.next(), settings.journal(), batches::remember, signal::raise);
            journal.recovery().messages().forEach(message -> LOG.log(System.Logger.Level.WARNING, message));
            UnloggedBatches unlogged = new UnloggedBatches(batchLog, clock);
            Indexer indexer = new Indexer(indexDirectory, index, journal, unlogged, settings, signal, clock);
            indexer.start();
            DiskSpace space = new DiskSpace(path, free, settings.disk().minFreeBytes());
            return new EventStore(directory, indexDirectory, settings, space, batches, journal, indexer);
        } catch (IOException | RuntimeException | Error e) {
            if (index != null) {
                index.endWriting();
                index.endSearching();
            }
            if (indexDirectory != null) {
                indexDirectory.close();
            }
            directory.close();
            throw e;
        }
    }

    @Override
    public boolean append(List<Event> events, @Nullable BatchKey batch) throws BusyException, IOException {
        return batches.once(batch, stored -> {
            space.check();
            journal.append(events, stored);
        });
    }

    @Override
    public boolean full() {
        return journal.isFull() || journal.problem() != null || space.isLow();
    }

    /**
     * Lets requests go before indexing, for most of the time while they would have use for every core.
     *
     * @param requests tells whether they would; asked often
     */
    public void giveWayTo(BooleanSupplier requests) {
        indexer.way().to(requests);
    }

    /** Finds events and counts them. */
    public EventSearch searching() {
        return search;
    }

    /** The same with other limits, for tests. */
    EventSearch searching(SearchLimits limits, LongSupplier nanoTime) {
        return new EventSearch(journal::end, indexer, settings, limits, nanoTime);
    }

    /** Finds the events of a page, see {@link EventSearch#events}. */
    public Page search(SearchRequest request) throws IOException {
        return search.events(request);
    }

    /**
     * Removes events for good. All whose append returned before the call and that match are removed, none that arrives later is.
     * When this returns they are found no more, also after a crash.
     *
     * @param query what the events match
     * @param fromNanos earliest timestamp, nanoseconds since the epoch; {@code Long.MIN_VALUE} for no bound
     * @param toNanos first timestamp that is too late; {@code Long.MAX_VALUE} for no bound
     * @return how many were removed
     * @throws IOException if the index did not catch up within {@link StoreSettings#catchUp}, cannot be written or is closed; the
     *     message says whether something may have been removed
     */
    public long delete(Query query, long fromNanos, long toNanos) throws IOException {
        long end = journal.end();
        SearchRequest request = new SearchRequest(query, fromNanos, toNanos, true, 1, null, Long.MAX_VALUE);
        org.apache.lucene.search.Query found = IndexSearch.query(request, end);
        return indexer.tasks()
                .run(
                        end,
                        index -> index.delete(found, new Deadline(SearchLimits.DEFAULT.time(), System::nanoTime)),
                        TimeUnit.NANOSECONDS.convert(settings.catchUp()));
    }

    /**
     * Removes at once what {@link DiskLimits} let go, of what was acknowledged before the call; a thread of the store does so now and
     * then by itself.
     *
     * @return how many events were removed
     * @throws IOException as {@link #delete}
     */
    public long expire() throws IOException {
        return indexer.tasks().run(journal.end(), indexer::expire, TimeUnit.NANOSECONDS.convert(settings.catchUp()));
    }

    /** Events removed since the start because they were older than {@link DiskLimits#retainFor}. */
    public long expiredByAge() {
        return indexer.retention().byAge();
    }

    /** Events removed since the start because all together took more than {@link DiskLimits#retainBytes}. */
    public long expiredBySize() {
        return indexer.retention().bySize();
    }

    /** Durable events that the index does not have yet; while it cannot be written, all that it has not committed. */
    public long lag() {
        long indexed = indexer.problem() == null ? indexer.added() : indexer.committed();
        return Math.max(0, journal.end() - indexed);
    }

    /** Whether the index has committed all durable events. */
    boolean settled() {
        return indexer.committed() >= journal.end();
    }

    /** How many stored batches are remembered. */
    public int knownBatches() {
        return batches.size();
    }

    /** How the store is doing. */
    public StoreHealth health() {
        String problem = journal.problem() != null ? journal.problem() : indexer.problem();
        return new StoreHealth(full(), lag(), journal.retainedBytes(), indexer.missing(), problem);
    }

    /** Closes within 10 s, see {@link #close(Duration)}. */
    @Override
    public void close() throws IOException {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Refuses new events, stores and indexes what was accepted, and ends the threads of the store.
     *
     * @param timeout the time for all that; what is not indexed by then stays in the journal for the next start
     * @throws IOException if the disk did not finish in time, or this thread was interrupted; nothing acknowledged is lost
     */
    public void close(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        try {
            boolean stored = journal.close(timeout);
            boolean ended = indexer.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (!stored || !ended) {
                Thread rest = new Thread(this::closeLater, "hec-store-close");
                rest.setDaemon(true);
                rest.start();
                throw new IOException("the disk did not finish within " + timeout + "; the lock on the data directory "
                        + directory.path() + " is given back when it has, or when the process ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the store was closing");
        }
        indexDirectory.close();
        directory.close();
    }

    /** Waits for as long as it takes, so that a redeployed application finds the directory free in the end. */
    private void closeLater() {
        try {
            journal.awaitEnd();
            indexer.awaitEnd();
            indexDirectory.close();
            directory.close();
            LOG.log(System.Logger.Level.INFO, "the disk has finished; the data directory is free");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the data directory could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
