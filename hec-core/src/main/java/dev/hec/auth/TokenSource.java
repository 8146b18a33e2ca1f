package dev.hec.auth;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where a token comes from. Its methods are called by one thread at a time, {@link #origin} by any, and none under a lock of
 * ours.
 */
public interface TokenSource {

    /** What messages call this source, such as "the token file /run/secrets/hec". */
    String origin();

    /**
     * Reads the token.
     *
     * @return text that a header can carry
     * @throws TokenException if there is none
     */
    String read();

    /** Whether it is time to read again, because something has changed since the last reading. Cheap. */
    default boolean isDue(Instant now) {
        return false;
    }

    /**
     * The source that the settings name.
     *
     * @throws TokenException if it names a provider that does not exist
     */
    static TokenSource of(HecSettings settings, Time time) {
        Path file = settings.find(HecSetting.TOKEN_FILE);
        if (file != null) {
            return new FileToken(file);
        }
        String variable = settings.find(HecSetting.TOKEN_ENV);
        if (variable != null) {
            return new EnvironmentToken(variable, System::getenv);
        }
        String provider = settings.find(HecSetting.TOKEN_PROVIDER);
        if (provider != null) {
            return new ProvidedToken(provider, ProviderLookup.find(provider), time);
        }
        return new LiteralToken(settings.get(HecSetting.TOKEN));
    }
}
