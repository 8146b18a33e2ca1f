package dev.hec.log4j2;

import dev.hec.HecClient;
import dev.hec.settings.HecSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.appender.AbstractManager;
import org.jspecify.annotations.Nullable;

/**
 * Holds a client for as long as an appender of the same name and settings uses it. Thread-safe.
 *
 * <p>When Log4j reads its configuration again it builds the new appenders before it stops the old ones. With unchanged
 * settings they share the manager, so that buffer, threads and connection go on.
 */
final class HecManager extends AbstractManager {

    /** Of all managers. */
    static final ManagerNames NAMES = new ManagerNames();

    private final List<@Nullable Object> key;
    private final HecClient client;

    /** Set by the last user's release, under the lock of all managers. */
    private volatile boolean released;

    private HecManager(String name, List<@Nullable Object> key, HecClient client) {
        super(null, name);
        this.key = key;
        this.client = client;
    }

    /**
     * The manager for these settings; each call must be answered by one of {@link #stop}.
     *
     * @param ssl null for TLS by the settings
     * @throws UncheckedIOException if the token file cannot be read
     */
    static HecManager get(String appender, HecSettings settings, @Nullable SslElement ssl) {
        List<@Nullable Object> key = ManagerNames.key(appender, settings, ssl);
        String managerName = NAMES.take(key);
        boolean found = false;
        try {
            HecManager manager = getManager(
                    managerName,
                    (name, data) -> new HecManager(
                            name,
                            key,
                            HecClient.open(
                                    appender,
                                    data,
                                    new StatusLoggerDiagnostics(appender),
                                    ssl == null ? null : ssl.context())),
                    settings);
            found = true;
            return manager;
        } finally {
            if (!found) {
                NAMES.giveBack(key);
            }
        }
    }

    /** Whether the last user has given it up. */
    boolean isReleased() {
        return released;
    }

    HecClient client() {
        return client;
    }

    /** Runs under the lock of all managers, so the client is not closed here. */
    @Override
    protected boolean releaseSub(long timeout, TimeUnit unit) {
        released = true;
        return true;
    }

    /**
     * Gives the manager up. The last user closes the client, after nobody can get this manager any more.
     *
     * @param timeout the longest time for delivery; 0 for the {@code drainTimeout} of the settings
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        boolean stopped = super.stop(timeout, unit);
        NAMES.giveBack(key);
        if (released) {
            if (timeout > 0) {
                client.close(Duration.of(timeout, unit.toChronoUnit()));
            } else {
                client.close();
            }
        }
        return stopped;
    }
}
