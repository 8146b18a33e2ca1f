package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.EndpointHealth;
import dev.hec.auth.Credentials;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.EventBuffer;
import dev.hec.deadletter.DeadLetters;
import dev.hec.time.Time;
import dev.hec.transport.JdkTransport;
import dev.hec.transport.Transport;
import dev.hec.transport.tls.Tls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
    private final Endpoints endpoints;
    private final Circuit circuit;
    private final DeliveryReporter reporter;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Delivery from a buffer, not started yet.
     *
     * @param bufferBytes bound of the buffer, for messages
     * @param deadLetters keeps events that are given up; null for none
     * @param tls made from the transport's settings
     */
    public Delivery(
            DeliverySettings settings,
            EventBuffer buffer,
            long bufferBytes,
            Credentials credentials,
            Losses losses,
            @Nullable DeadLetters deadLetters,
            Tls tls,
            Diagnostics diagnostics,
            Time time) {
        this(
                settings,
                buffer,
                bufferBytes,
                credentials,
                losses,
                deadLetters,
                diagnostics,
                time,
                threads -> new JdkTransport(settings.transport(), threads, tls));
    }

    Delivery(
            DeliverySettings settings,
            EventBuffer buffer,
            long bufferBytes,
            Credentials credentials,
            Losses losses,
            @Nullable DeadLetters deadLetters,
            Diagnostics diagnostics,
            Time time,
            TransportFactory transports) {
        this.buffer = buffer;
        this.bufferBytes = bufferBytes;
        pacer = new Pacer(time, settings.pace());
        endpoints = new Endpoints(
                settings.urls(),
                Endpoints.Strategy.named(settings.urlStrategy()),
                AsideTime.STANDARD,
                time,
                () -> ThreadLocalRandom.current().nextDouble());
        circuit = new Circuit(
                endpoints, () -> isIdle(buffer.counts()), settings.retry().maxNanos(), time);
        reporter = new DeliveryReporter(addresses(settings.urls()), diagnostics, time);
        AckSettings ack = settings.ack();
        DeliveryContext context = new DeliveryContext(
                settings,
                buffer,
                bufferBytes,
                credentials,
                endpoints,
                ack == null ? null : new Acks(ack.channel(), ack.timeoutNanos(), ack.intervalNanos(), pacer, time),
                new CodecChoice(settings.codec(), diagnostics),
                pacer,
                reporter,
                counters,
                losses,
                deadLetters,
                time,
                new AtomicLong(),
                new AtomicLong(time.nanos() - Long.MAX_VALUE / 2));
        DeliveryThreads factory = new DeliveryThreads("hec-" + settings.name());
        for (int i = 0; i < settings.maxInFlight(); i++) {
            DeliveryLoop loop = new DeliveryLoop(context, transports.create(factory));
            threads.add(factory.newThread(loop));
        }
    }

    private static String addresses(List<URI> urls) {
        StringBuilder addresses = new StringBuilder();
        for (URI url : urls) {
            addresses.append(addresses.isEmpty() ? "" : ", ").append(EndpointState.address(url));
        }
        return addresses.toString();
    }

    private static boolean isIdle(BufferCounts counts) {
        return counts.buffered() + counts.inFlight() == 0;
    }

    /** Starts the delivery threads. Once. */
    public void start() {
        for (Thread thread : threads) {
            thread.start();
        }
    }

    /** Makes the transport of one delivery thread. */
    interface TransportFactory {
        Transport create(DeliveryThreads threads);
    }

    /** Whether delivery is known not to work at this moment. */
    public Circuit circuit() {
        return circuit;
    }

    /** How the collector's addresses do, in the order of the configuration. */
    public List<EndpointHealth> endpoints() {
        return endpoints.health();
    }

    /** Requests in a second that may go out at this moment. */
    public double requestsPerSecond() {
        return pacer.requestsPerSecond();
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
