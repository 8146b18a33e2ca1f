package dev.hec.receiver;

import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.Routes;
import dev.hec.receiver.ingest.IngestCounters;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.page.PageHandler;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A receiver with its storage, from start to stop: the one place where its parts are put together, in a container and
 * without. Opened and closed by one thread at a time.
 */
public final class Receiver implements Closeable {

    private static final System.Logger LOG = System.getLogger(Receiver.class.getName());

    private static final Duration LEAST_FOR_STORAGE = Duration.ofSeconds(1);

    private final ReceiverApplication application;
    private final IngestHandler ingest;
    private final Storage storage;
    private final Credentials credentials;
    private final Duration drainTimeout;
    private boolean closed;

    private Receiver(
            ReceiverApplication application,
            IngestHandler ingest,
            Storage storage,
            Credentials credentials,
            Duration drainTimeout) {
        this.application = application;
        this.ingest = ingest;
        this.storage = storage;
        this.credentials = credentials;
        this.drainTimeout = drainTimeout;
    }

    /**
     * Opens the storage and is ready to answer.
     *
     * @param opener opens the storage in the data directory
     * @throws InvalidSettings if a token file cannot be used
     * @throws IOException if the data directory cannot be used
     */
    public static Receiver open(Settings settings, Storage.Opener opener) throws IOException, InvalidSettings {
        Storage storage = opener.open(settings);
        boolean opened = false;
        try {
            Credentials credentials = Credentials.of(settings);
            Tokens tokens = new Tokens(credentials.tokens());
            // A third of the heap for requests: the rest is the index's and the search's.
            IngestHandler ingest = new IngestHandler(
                    tokens,
                    storage.sink(),
                    InstantSource.system(),
                    Runtime.getRuntime().maxMemory() / 3);
            PageHandler page = new PageHandler();
            Routes routes = Routes.to(ingest)
                    .exact("/", page)
                    .below("/page/", page)
                    .below("/api/", new ApiHandler(tokens, storage.search()));
            opened = true;
            return new Receiver(
                    new ReceiverApplication(routes), ingest, storage, credentials, settings.get(Setting.DRAIN_TIMEOUT));
        } finally {
            if (!opened) {
                storage.close(settings.get(Setting.DRAIN_TIMEOUT));
            }
        }
    }

    /** What answers requests. */
    public ReceiverApplication application() {
        return application;
    }

    /** What the collector did so far. */
    public IngestCounters.Snapshot counts() {
        return ingest.counts();
    }

    /** The tokens in force. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Refuses further requests, lets those that run finish, and closes the storage, all of it within {@code drain-timeout}. Events
     * that were answered with success are kept in any case. Idempotent.
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        long start = System.nanoTime();
        int running = application.stop(drainTimeout);
        if (running > 0) {
            LOG.log(Level.WARNING, "{0} requests still ran after {1} and are cut off", running, drainTimeout);
        }
        Duration left = drainTimeout.minusNanos(System.nanoTime() - start);
        storage.close(left.compareTo(LEAST_FOR_STORAGE) < 0 ? LEAST_FOR_STORAGE : left);
    }
}
