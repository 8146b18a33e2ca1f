package dev.hec.receiver;

import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.ingest.Tokens;
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
    private final Storage storage;
    private final Credentials credentials;
    private final Duration drainTimeout;
    private boolean closed;

    private Receiver(ReceiverApplication application, Storage storage, Credentials credentials, Duration drainTimeout) {
        this.application = application;
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
            ReceiverApplication application = new ReceiverApplication(
                    new Tokens(credentials.tokens()), storage.sink(), storage.search(), InstantSource.system());
            opened = true;
            return new Receiver(application, storage, credentials, settings.drainTimeout());
        } finally {
            if (!opened) {
                storage.close(settings.drainTimeout());
            }
        }
    }

    /** What answers requests. */
    public ReceiverApplication application() {
        return application;
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
