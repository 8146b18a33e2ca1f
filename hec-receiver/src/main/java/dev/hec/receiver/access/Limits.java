package dev.hec.receiver.access;

import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;

/**
 * How much an owner may send. Immutable.
 *
 * @param requestsPerSecond 0 for any number
 * @param bytesPerSecond uncompressed; 0 for any number
 */
public record Limits(int requestsPerSecond, long bytesPerSecond) {

    /** No limits. */
    public static final Limits NONE = new Limits(0, 0);

    /** What holds for owners without limits of their own. */
    public static Limits of(Settings settings) {
        return new Limits(settings.get(Setting.REQUESTS_PER_SECOND), settings.get(Setting.BYTES_PER_SECOND));
    }
}
