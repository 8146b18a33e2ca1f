package dev.hec.auth;

import dev.hec.Diagnostics;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} header of each request, made from a token that may change while the application runs.
 *
 * <p>Thread-safe. The token is read again when the collector refuses it, and when its source says that it has changed, which
 * is looked at once a second at most and only while headers are asked for. One thread reads, without holding a lock: a
 * provider may wait for the network, and {@link Diagnostics} may do what it likes. Meanwhile {@link #authorization} goes on
 * with the header held, and {@link #renew} waits for that reading.
 *
 * <p>A token once held is kept until another one can be read.
 */
public final class Credentials {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenSource source;
    private final String scheme;
    private final Diagnostics diagnostics;
    private final Time time;

    private final AtomicLong lookedAt;

    /** Opens when the reading under way is over; null if there is none. */
    private final AtomicReference<@Nullable CountDownLatch> reading = new AtomicReference<>();

    private volatile Held held;

    /** The problem told last; empty if the last reading went well. Written by the thread that reads. */
    private volatile String told = "";

    /** A token in use: what to send, and when it ends. */
    private static final class Held {

        private final String header;
        private final TokenName name;
        private final TokenExpiry expiry;

        Held(String token, String scheme, String origin) {
            header = Authorization.header(scheme, token);
            name = new TokenName(token, origin);
            expiry = new TokenExpiry(name, Jwt.parse(token));
        }
    }

    /**
     * Reads the token for the first time.
     *
     * @param source asked now, and again by the threads that ask for headers
     * @param scheme {@code Bearer}, {@code Splunk} or {@code Basic}
     * @throws TokenException if the token cannot be read
     */
    Credentials(TokenSource source, String scheme, Diagnostics diagnostics, Time time) {
        this.source = source;
        this.scheme = scheme;
        this.diagnostics = diagnostics;
        this.time = time;
        lookedAt = new AtomicLong(time.nanos());
        held = new Held(source.read(), scheme, source.origin());
    }

    /**
     * Credentials with a token of the caller's own, asked for at start and after each refusal.
     *
     * @param scheme {@code Bearer}, {@code Splunk} or {@code Basic}
     */
    public Credentials(Supplier<String> token, String scheme) {
        this(
                new TokenSource() {
                    @Override
                    public String origin() {
                        return "the application";
                    }

                    @Override
                    public String read() {
                        return token.get();
                    }
                },
                scheme,
                Diagnostics.SILENT,
                Time.SYSTEM);
    }

    /**
     * The credentials that the settings name, read for the first time.
     *
     * @throws TokenException if the token cannot be read; a kind of {@link UncheckedIOException}
     */
    public static Credentials from(HecSettings settings, Diagnostics diagnostics, Time time) {
        return new Credentials(TokenSource.of(settings, time), settings.get(HecSetting.AUTH_SCHEME), diagnostics, time);
    }

    /** The header to send now. May read the token anew, and tell what there is to tell of it. */
    public String authorization() {
        long now = time.nanos();
        long last = lookedAt.get();
        if (now - last >= LOOK_NANOS && lookedAt.compareAndSet(last, now)) {
            CountDownLatch mine = new CountDownLatch(1);
            if (reading.compareAndSet(null, mine)) {
                read(mine, false);
            }
        }
        Held current = held;
        current.expiry.check(time.now(), diagnostics);
        return current.header;
    }

    /**
     * Reads the token anew, unless somebody else has done so since an attempt.
     *
     * @param refused the header that the attempt was refused with
     * @return whether there is another header now
     */
    public boolean renew(String refused) {
        if (held.header.equals(refused)) {
            CountDownLatch mine = new CountDownLatch(1);
            CountDownLatch other = reading.compareAndExchange(null, mine);
            if (other == null) {
                read(mine, true);
            } else {
                await(other);
            }
        }
        return !held.header.equals(refused);
    }

    /** Reads, always or only if it is due, and lets those go on who wait for it. */
    private void read(CountDownLatch done, boolean always) {
        try {
            if (always || source.isDue(time.now())) {
                read();
            }
        } finally {
            reading.set(null);
            done.countDown();
        }
    }

    private void read() {
        String problem = told;
        try {
            Held fresh = new Held(source.read(), scheme, source.origin());
            told = "";
            if (!fresh.header.equals(held.header)) {
                held = fresh;
                diagnostics.info("Using the new token " + fresh.name + ".");
            } else if (!problem.isEmpty()) {
                diagnostics.info("Could read the token again; it is still the one " + fresh.name + ".");
            }
        } catch (UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                return; // The client is closing.
            }
            told = String.valueOf(e.getMessage());
            if (!told.equals(problem)) {
                diagnostics.warn("No new token: " + told + ". Keeping the one " + held.name + ".");
            }
        }
    }

    private static void await(CountDownLatch reading) {
        try {
            reading.await();
        } catch (InterruptedException e) {
            // Only closing interrupts; the caller's next wait ends at once.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return scheme + " ****";
    }
}
