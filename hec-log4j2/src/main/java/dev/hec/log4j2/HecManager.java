package dev.hec.log4j2;

import dev.hec.HecClient;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
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

    private final HecClient client;

    /** Set by the last user's release, under the lock of all managers. */
    private volatile boolean released;

    private HecManager(String name, HecClient client) {
        super(null, name);
        this.client = client;
    }

    /**
     * The manager for these settings; each call must be answered by one of {@link #stop}.
     *
     * @param ssl null for TLS by the settings
     * @throws UncheckedIOException if the token file cannot be read
     */
    static HecManager get(String appender, HecSettings settings, @Nullable SslElement ssl) {
        return getManager(
                "hec:" + appender + ":" + fingerprint(settings) + (ssl == null ? "" : ":" + ssl.fingerprint()),
                (name, data) -> new HecManager(
                        name,
                        HecClient.open(
                                appender,
                                data,
                                new StatusLoggerDiagnostics(appender),
                                ssl == null ? null : ssl.context())),
                settings);
    }

    /** Tells settings apart; a digest, since names of managers are shown and the token is among the settings. */
    private static String fingerprint(HecSettings settings) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (Setting<?> setting : HecSetting.ALL) {
            String text = setting.name() + "=" + settings.find(setting) + "\n";
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
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
