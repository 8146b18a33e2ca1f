package dev.hec.auth;

import dev.hec.TokenProvider;
import dev.hec.time.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * A token that a {@link TokenProvider} gives. Confined to one thread at a time.
 *
 * <p>The provider is asked again when the collector refuses its token, which {@link Credentials} sees to, and shortly before
 * a JWT expires.
 */
final class ProvidedToken implements TokenSource {

    /** How long before its expiry a JWT is replaced. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** Shortest time between two questions that the collector has no part in. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final String name;
    private final TokenProvider provider;
    private final Time time;
    private volatile Instant due = Instant.MAX;

    ProvidedToken(String name, TokenProvider provider, Time time) {
        this.name = name;
        this.provider = provider;
        this.time = time;
    }

    @Override
    public String origin() {
        return "the token of tokenProvider " + name;
    }

    @Override
    public boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    @Override
    public String read() {
        // If this fails and the token held is about to expire, the next question comes after the pause.
        Instant earliest = time.now().plus(PAUSE);
        due = due.equals(Instant.MAX) ? due : later(due, earliest);
        String token = TokenText.checked(origin(), ask());
        due = Jwt.parse(token)
                .map(jwt -> later(jwt.expires().minus(AHEAD), earliest))
                .orElse(Instant.MAX);
        return token;
    }

    private String ask() {
        try {
            return provider.token();
        } catch (InterruptedException e) {
            // Only closing interrupts; the thread that was interrupted has to see it.
            Thread.currentThread().interrupt();
            throw new TokenException(origin() + " did not come: interrupted", null);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new TokenException(origin() + " did not come: " + e.getClass().getName(), null);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
