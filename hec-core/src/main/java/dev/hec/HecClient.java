package dev.hec;

import dev.hec.auth.Credentials;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.delivery.Delivery;
import dev.hec.delivery.DeliverySettings;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.delivery.RetryPolicy;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import dev.hec.spool.Spool;
import dev.hec.spool.SpoolSettings;
import dev.hec.time.Time;
import dev.hec.transport.TransportSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes log events in on the threads that log, and delivers them to a collector on threads of its own.
 *
 * <p>Thread-safe. An event is encoded on the caller's thread and copied into a bounded buffer under one short lock; nothing
 * of the caller's is kept, and nothing that the caller does waits for the network. Every event taken in is accounted for
 * until it is delivered or dropped for a named reason, see {@link Tally}.
 *
 * <p>Delivery repeats a request whose fate is unknown, so the collector may store events twice, but loses none that it was
 * sent. What the buffer holds is lost with the process.
 */
public final class HecClient implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final EventBuffer buffer;
    private final Delivery delivery;
    private final @Nullable Spool spool;
    private final WriterPool writers;
    private final Diagnostics diagnostics;
    private final RecordEncoder encoder;
    private final Duration drainTimeout;
    private final LongAdder recursive = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    private HecClient(String name, HecSettings settings, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        Codec codec = usableCodec(settings, diagnostics);
        long bufferBytes = settings.get(HecSetting.BUFFER_BYTES);
        int recordBytes = Math.toIntExact(settings.get(HecSetting.BATCH_BYTES));
        drainTimeout = settings.get(HecSetting.DRAIN_TIMEOUT);
        encoder = new RecordEncoder(recordBytes);
        writers = new WriterPool(settings.eventDefaults());
        long instance = BatchId.newInstance();
        spool = spool(name, settings, instance, diagnostics);
        BufferLimits limits = new BufferLimits(
                bufferBytes,
                spool == null ? bufferBytes : settings.get(HecSetting.SPOOL_BYTES),
                recordBytes,
                settings.get(HecSetting.BATCH_EVENTS),
                nanos(settings, HecSetting.LINGER),
                settings.get(HecSetting.OVERFLOW).equals("block") ? nanos(settings, HecSetting.MAX_BLOCK) : 0);
        buffer = spool == null ? new EventBuffer(limits, Time.SYSTEM) : new EventBuffer(limits, spool, Time.SYSTEM);
        if (spool != null) {
            spool.start(buffer, new DeliveryThreads("hec-" + name + "-spool"));
        }
        delivery = new Delivery(
                new DeliverySettings(
                        name,
                        instance,
                        settings.get(HecSetting.URL),
                        TransportSettings.from(settings),
                        new RetryPolicy(
                                nanos(settings, HecSetting.RETRY_FOR),
                                nanos(settings, HecSetting.RETRY_INITIAL),
                                nanos(settings, HecSetting.RETRY_MAX),
                                nanos(settings, HecSetting.MAX_PAUSE),
                                nanos(settings, HecSetting.PARK_INTERVAL)),
                        settings.get(HecSetting.MAX_IN_FLIGHT),
                        codec,
                        settings.get(HecSetting.COMPRESSION_LEVEL)),
                buffer,
                bufferBytes,
                credentials(settings),
                diagnostics,
                Time.SYSTEM);
    }

    /**
     * Starts a client. It connects when the first event is sent, so a collector that is down at this moment does no harm.
     *
     * @param name shown in thread names and messages, usually that of the appender
     * @param settings see {@link dev.hec.settings.HecConfig}
     * @param diagnostics where the client reports trouble
     * @throws UncheckedIOException if the token file cannot be read or holds no token
     */
    public static HecClient open(String name, HecSettings settings, Diagnostics diagnostics) {
        return new HecClient(name, settings, new GuardedDiagnostics(diagnostics));
    }

    private static @Nullable Spool spool(String name, HecSettings settings, long instance, Diagnostics diagnostics) {
        Path directory = settings.find(HecSetting.SPOOL_DIR);
        if (directory == null) {
            return null;
        }
        SpoolSettings spoolSettings = new SpoolSettings(
                directory,
                name,
                Math.toIntExact(settings.get(HecSetting.BATCH_BYTES)),
                settings.get(HecSetting.BATCH_EVENTS),
                settings.get(HecSetting.SPOOL_BYTES),
                settings.get(HecSetting.FSYNC).equals("seal"));
        return Spool.open(spoolSettings, instance, diagnostics, Time.SYSTEM);
    }

    private static Codec usableCodec(HecSettings settings, Diagnostics diagnostics) {
        Codec codec = Codec.named(settings.get(HecSetting.COMPRESSION)).orElseThrow();
        if (codec.available()) {
            return codec;
        }
        diagnostics.warn("The native library of " + codec.name()
                + " does not load on this machine; compressing with gzip. Set compression to gzip to silence this.");
        return Codec.GZIP;
    }

    private static Credentials credentials(HecSettings settings) {
        String token = settings.find(HecSetting.TOKEN);
        Path file = settings.find(HecSetting.TOKEN_FILE);
        return new Credentials(
                token != null || file == null ? () -> String.valueOf(token) : Credentials.file(file),
                settings.get(HecSetting.AUTH_SCHEME));
    }

    private static long nanos(HecSettings settings, Setting<Duration> setting) {
        return nanos(settings.get(setting));
    }

    /** A duration may be longer than a count of nanoseconds can say: 292 years. */
    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    /**
     * Takes an event in. Throws nothing but {@link OutOfMemoryError}, and waits only if {@code overflow} is {@code block}.
     *
     * @param event the framework's event; not kept
     * @param mapper writes the event; called on this thread
     * @param epochMillis time of the event, milliseconds since the epoch
     * @param severity decides which part of a nearly full buffer the event may use
     */
    public <E> Admission offer(E event, EventMapper<? super E> mapper, long epochMillis, Severity severity) {
        if (DeliveryThreads.isCurrent()) {
            recursive.increment();
            return Admission.RECURSIVE;
        }
        WriterPool.Desk desk = writers.take();
        if (desk == null) {
            recursive.increment();
            return Admission.RECURSIVE;
        }
        try {
            EventWriter writer = desk.writer();
            int length = encoder.encode(event, mapper, epochMillis, writer, EventWriter.NO_ID);
            return buffer.append(writer.bytes(), length, epochMillis, severity);
        } finally {
            writers.giveBack(desk);
        }
    }

    /**
     * Sends what is buffered without waiting for linger, and waits until everything taken in before this call is delivered
     * or dropped.
     *
     * @param timeout the longest wait
     * @throws InterruptedException if interrupted while waiting; sending goes on
     */
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return buffer.flush(nanos(timeout));
    }

    /** The counts at this instant. */
    public Tally tally() {
        BufferCounts counts = buffer.counts();
        Map<Admission, Long> refused = new EnumMap<>(Admission.class);
        count(refused, Admission.FULL, counts.refusedFull());
        count(refused, Admission.CLOSED, counts.refusedClosed());
        count(refused, Admission.RECURSIVE, recursive.sum());
        return new Tally(
                new Tally.Entry(counts.admitted(), 0, 0, refused),
                new Tally.Waiting(counts.buffered(), counts.inFlight(), counts.heldBytes()),
                new Tally.Settled(counts.delivered(), counts.dropped(), 0),
                new Tally.Sending(
                        delivery.counters().requests(),
                        delivery.counters().retries(),
                        0,
                        0,
                        delivery.counters().deliveredBytes(),
                        delivery.counters().wireBytes(),
                        0),
                List.of());
    }

    private static void count(Map<Admission, Long> refused, Admission reason, long events) {
        if (events > 0) {
            refused.put(reason, events);
        }
    }

    /** Closes within the {@code drainTimeout} of the settings. */
    @Override
    public void close() {
        close(drainTimeout);
    }

    /**
     * Refuses further events, delivers what is left as far as the time allows, and stops all threads. What is then still
     * undelivered is dropped, counted and reported. Works in a shutdown hook and with the interrupt flag set. Only the first
     * call does something.
     *
     * @param timeout the longest time for delivery
     */
    public void close(Duration timeout) {
        if (closed.getAndSet(true)) {
            return;
        }
        buffer.close();
        delivery.close(nanos(timeout));
        int dropped = buffer.giveUpRest(DropReason.SHUTDOWN);
        if (spool != null) {
            spool.close();
        }
        if (dropped > 0) {
            diagnostics.warn(
                    "Closed with " + dropped + " event(s) undelivered, now dropped; " + tally().summary() + ".");
        }
    }

    /** Name and counts, no secrets. */
    @Override
    public String toString() {
        return "HecClient(" + tally().summary() + ")";
    }
}
