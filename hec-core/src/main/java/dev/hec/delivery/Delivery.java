package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.auth.Credentials;
import dev.hec.buffer.EventBuffer;
import dev.hec.time.Time;
import dev.hec.transport.JdkTransport;
import dev.hec.transport.Transport;
import dev.hec.transport.TransportSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Owns the delivery threads of one client, from start to end.
 *
 * <p>Thread-safe. {@link #close} may be called by any thread but a delivery thread; only its first call does something.
 */
public final class Delivery {

    /** How long an interrupted delivery thread may take to notice. */
    private static final long INTERRUPT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EventBuffer buffer;
    private final long bufferBytes;
    private final Pacer pacer;
    private final DeliveryReporter reporter;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final List<Thread> threads = new ArrayList<>();

    /** Starts delivery from a buffer. */
    public Delivery(
            DeliverySettings settings,
            EventBuffer buffer,
            long bufferBytes,
            Credentials credentials,
            Diagnostics diagnostics,
            Time time) {
        this(settings, buffer, bufferBytes, credentials, diagnostics, time, JdkTransport::new);
    }

    Delivery(
            DeliverySettings settings,
            EventBuffer buffer,
            long bufferBytes,
            Credentials credentials,
            Diagnostics diagnostics,
            Time time,
            TransportFactory transports) {
        this.buffer = buffer;
        this.bufferBytes = bufferBytes;
        pacer = new Pacer(
                time, new PaceLimits(1_000, 2_000_000_000, settings.retry().maxPauseNanos()));
        reporter = new DeliveryReporter(address(settings.urls().get(0)), diagnostics, time);
        DeliveryContext context = new DeliveryContext(
                settings.urls().get(0),
                buffer,
                bufferBytes,
                credentials,
                settings.retry(),
                settings.codec(),
                settings.compressionLevel(),
                new CodecChoice(settings.codec()),
                pacer,
                reporter,
                counters,
                time,
                settings.instance(),
                new AtomicLong(),
                new AtomicLong(time.nanos() - Long.MAX_VALUE / 2));
        DeliveryThreads factory = new DeliveryThreads("hec-" + settings.name());
        for (int i = 0; i < settings.maxInFlight(); i++) {
            threads.add(factory.newThread(new DeliveryLoop(context, transports.create(settings.transport(), factory))));
        }
        threads.forEach(Thread::start);
    }

    /** An address for people, without path and query. */
    private static String address(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Makes the transport of one delivery thread. */
    interface TransportFactory {
        Transport create(TransportSettings settings, DeliveryThreads threads);
    }

    /** Counts of requests so far. */
    public DeliveryCounters counters() {
        return counters;
    }

    /**
     * Waits until the closed buffer is sent, at most for a while, then stops sending; afterwards nothing is reported any
     * more. Works with the interrupt flag of the caller set, and leaves it set.
     *
     * @param nanos the longest wait for the buffer to empty
     * @return whether all delivery threads have ended
     */
    public boolean close(long nanos) {
        pacer.hurry();
        boolean ended = join(nanos);
        if (!ended) {
            threads.forEach(Thread::interrupt);
            ended = join(INTERRUPT_GRACE_NANOS);
        }
        reporter.close(buffer.counts(), bufferBytes);
        return ended;
    }

    private boolean join(long nanos) {
        // Threads end in real time, whatever clock delivery runs on.
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(left, 1_000_000));
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
