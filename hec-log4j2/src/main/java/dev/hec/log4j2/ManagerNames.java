package dev.hec.log4j2;

import dev.hec.settings.HecSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names for what managers are made of: equal for an appender's name, settings and key stores that are equal, for as long as one of
 * them is in use. A number stands for the settings, since names of managers are shown and the token is among the settings.
 *
 * <p>Thread-safe. {@code lock} is held for a few steps, and nothing else is called under it.
 */
final class ManagerNames {

    private final Object lock = new Object();
    private final Map<List<@Nullable Object>, InUse> names = new HashMap<>();

    /** Keeps the names of two copies of this class apart, which share Log4j's managers where only Log4j is shared. */
    private final String copy = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private long last;

    private static final class InUse {

        private final String name;
        private int times;

        InUse(String name) {
            this.name = name;
        }
    }

    /** What a manager is made of. */
    static List<@Nullable Object> key(String appender, HecSettings settings, @Nullable SslElement ssl) {
        return Arrays.asList(appender, settings, ssl == null ? null : ssl.fingerprint());
    }

    /** The name for a key; each call is answered by one of {@link #giveBack}. */
    String take(List<@Nullable Object> key) {
        synchronized (lock) {
            InUse used = names.get(key);
            if (used == null) {
                last++;
                used = new InUse("hec:" + key.get(0) + ":" + copy + "-" + last);
                names.put(key, used);
            }
            used.times++;
            return used.name;
        }
    }

    /** The last of them lets the key go. */
    void giveBack(List<@Nullable Object> key) {
        synchronized (lock) {
            InUse used = names.get(key);
            if (used != null && --used.times == 0) {
                names.remove(key);
            }
        }
    }

    /** Keys in use. */
    int size() {
        synchronized (lock) {
            return names.size();
        }
    }
}
