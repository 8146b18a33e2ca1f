package dev.hec.auth;

import dev.hec.TokenProvider;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds a {@link TokenProvider} by the name of its class, without making any other. Thread-safe, without state. */
final class ProviderLookup {

    /** A service loader that fails for ever must not be asked for ever. */
    private static final int MAX_FAILURES = 100;

    private ProviderLookup() {}

    /**
     * A new instance.
     *
     * @throws TokenException if there is no such provider, or it cannot be made
     */
    static TokenProvider find(String className) {
        Set<String> found = new TreeSet<>();
        TokenProvider provider = find(className, Thread.currentThread().getContextClassLoader(), found);
        if (provider == null) {
            provider = find(className, ProviderLookup.class.getClassLoader(), found);
        }
        if (provider == null) {
            String others = found.isEmpty()
                    ? "none; is its jar there, and does it have META-INF/services/" + TokenProvider.class.getName()
                            + "?"
                    : String.join(", ", found);
            throw new TokenException(
                    "tokenProvider: " + className + " is not among the providers that ServiceLoader finds: " + others,
                    null);
        }
        return provider;
    }

    private static @Nullable TokenProvider find(String className, @Nullable ClassLoader loader, Set<String> found) {
        Iterator<ServiceLoader.Provider<TokenProvider>> providers =
                ServiceLoader.load(TokenProvider.class, loader).stream().iterator();
        int failures = 0;
        while (failures < MAX_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    return null;
                }
                ServiceLoader.Provider<TokenProvider> next = providers.next();
                found.add(next.type().getName());
                if (next.type().getName().equals(className)) {
                    return make(next);
                }
            } catch (ServiceConfigurationError e) {
                // Somebody else's broken entry; ours may come after it.
                failures++;
            }
        }
        return null;
    }

    private static TokenProvider make(ServiceLoader.Provider<TokenProvider> provider) {
        try {
            return provider.get();
        } catch (ServiceConfigurationError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TokenException(
                    "tokenProvider: " + provider.type().getName() + " cannot be made ("
                            + cause.getClass().getName() + ")",
                    null);
        }
    }
}
