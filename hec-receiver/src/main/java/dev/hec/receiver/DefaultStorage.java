package dev.hec.receiver;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.config.FileTrouble;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.search.SearchApi;
import dev.hec.receiver.search.SearchHandler;
import dev.hec.receiver.store.DiskLimits;
import dev.hec.receiver.store.EventStore;
import dev.hec.receiver.store.StoreSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The embedded storage: a journal and a Lucene index in the data directory. Thread-safe. */
public final class DefaultStorage implements Storage {

    private static final System.Logger LOG = System.getLogger(DefaultStorage.class.getName());

    /** Opens it. */
    public static final Storage.Opener OPENER = DefaultStorage::open;

    private final EventStore store;
    private final Path directory;
    private final SearchApi search;

    private DefaultStorage(EventStore store, Path directory) {
        this.store = store;
        this.directory = directory;
        search = new SearchHandler(store, Clock.systemUTC());
    }

    private static Storage open(Settings settings) throws IOException {
        BatchLimits batches = new BatchLimits(settings.get(Setting.DEDUP_FOR), settings.get(Setting.DEDUP_MAX));
        DiskLimits disk = new DiskLimits(
                settings.get(Setting.RETAIN_FOR),
                settings.get(Setting.RETAIN_BYTES),
                settings.get(Setting.MIN_FREE_BYTES));
        StoreSettings store = StoreSettings.DEFAULT.with(batches).with(disk);
        Path directory = settings.get(Setting.DATA_DIR);
        try {
            return new DefaultStorage(EventStore.open(directory, store), directory);
        } catch (FileSystemException e) {
            throw new IOException("data-dir: " + directory + " cannot be used: " + FileTrouble.of(e), e);
        }
    }

    @Override
    public void giveWayTo(BooleanSupplier requests) {
        store.giveWayTo(requests);
    }

    @Override
    public EventSink sink() {
        return store;
    }

    @Override
    public SearchApi search() {
        return search;
    }

    @Override
    public List<Metric> metrics() {
        return StorageMetrics.rows(store, directory);
    }

    @Override
    public void close(Duration timeout) throws IOException {
        try {
            store.close(timeout);
        } finally {
            tellWhatIsLeft(store.lag());
        }
    }

    private static void tellWhatIsLeft(long events) {
        if (events > 0) {
            LOG.log(
                    Level.INFO,
                    "{0} events are not in the index yet; they are safe in the journal, and the next start indexes them",
                    events);
        }
    }
}
