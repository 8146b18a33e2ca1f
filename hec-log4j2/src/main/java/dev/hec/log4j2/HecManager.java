package dev.hec.log4j2;

import dev.hec.HecClient;
import dev.hec.settings.HecSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * What the managers in use were made of, each with a number that stands for it in a manager's name: names are shown, and the
     * token is among the settings. Guarded by itself, which is locked before Log4j's lock of all managers.
     */
    private static final Map<List<@Nullable Object>, Long> NUMBERS = new HashMap<>();

    private static long lastNumber;

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
        List<@Nullable Object> key = Arrays.asList(appender, settings, ssl == null ? null : ssl.fingerprint());
        synchronized (NUMBERS) {
            Long number = NUMBERS.get(key);
            HecManager manager = getManager(
                    "hec:" + appender + ":" + (number == null ? lastNumber + 1 : number),
                    (name, data) -> new HecManager(
                            name,
                            key,
                            HecClient.open(
                                    appender,
                                    data,
                                    new StatusLoggerDiagnostics(appender),
                                    ssl == null ? null : ssl.context())),
                    settings);
            if (number == null) {
                NUMBERS.put(key, ++lastNumber);
            }
            return manager;
        }
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
        boolean stopped;
        synchronized (NUMBERS) {
            stopped = super.stop(timeout, unit);
            if (released) {
                NUMBERS.remove(key);
            }
        }
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
