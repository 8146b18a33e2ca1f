package dev.hec;

import dev.hec.buffer.BatchId;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.EventBuffer;
import dev.hec.deadletter.DeadLetters;
import dev.hec.delivery.Delivery;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.delivery.Losses;
import dev.hec.format.EventWriter;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.spool.Spool;
import dev.hec.telemetry.AppendWatch;
import dev.hec.telemetry.JfrEvents;
import dev.hec.telemetry.JmxRegistration;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything behind a {@link HecClient}: buffer, delivery, spool and counts. It can outlive the client that opened it, when
 * another one takes it over.
 *
 * <p>Thread-safe. It has no lock of its own; each part has what it needs.
 */
final class Pipeline {

    /** The application has started by then, or nearly. */
    private static final Duration JMX_DELAY = Duration.ofSeconds(2);

    private final String name;
    private final HecSettings settings;
    private final @Nullable SSLContext tls;
    private final ClientDiagnostics diagnostics;
    private final EventBuffer buffer;
    private final Delivery delivery;
    private final Losses losses;
    private final @Nullable Spool spool;
    private final @Nullable DeadLetters deadLetters;
    private final JmxRegistration jmx;
    private final WriterPool writers;
    private final RecordEncoder encoder;
    private final boolean identified;
    private final boolean numbered;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder recursive = new LongAdder();
    private final LongAdder blank = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder diverted = new LongAdder();
    private final LongAdder handedOver = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private final LongAdder clashes = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Pipeline(String name, HecSettings settings, ClientDiagnostics diagnostics, @Nullable SSLContext tls) {
        this.name = name;
        this.settings = settings;
        this.tls = tls;
        this.diagnostics = diagnostics;
        PipelineParts parts = new PipelineParts(name, settings, diagnostics, BatchId.newInstance(), tls);
        identified = settings.get(HecSetting.EVENT_ID);
        Set<String> included = settings.find(EventSetting.INCLUDE);
        numbered = identified || (included != null && included.contains("sequence"));
        encoder = new RecordEncoder(Math.toIntExact(settings.get(HecSetting.BATCH_BYTES)));
        writers = new WriterPool(parts::writer);
        losses = parts.losses();
        deadLetters = parts.deadLetters();
        jmx = new JmxRegistration(name, this::tally, timeout -> flush(timeout));
        // What can fail comes before what starts threads.
        PipelineParts.Connection connection = parts.connection();
        spool = parts.spool();
        buffer = parts.buffer(spool);
        if (spool != null) {
            losses.damaged(spool.damagedRecords());
            spool.start(buffer, new DeliveryThreads("hec-" + name + "-spool"));
        }
        delivery = parts.delivery(buffer, connection, losses, deadLetters);
        delivery.start();
        jmx.registerLater(new DeliveryThreads("hec-" + name + "-jmx"), JMX_DELAY);
    }

    /**
     * Starts a pipeline.
     *
     * @param tls made elsewhere; null for one by the settings
     * @throws java.io.UncheckedIOException if a file of the token or of TLS cannot be used
     */
    static Pipeline open(String name, HecSettings settings, Diagnostics diagnostics, @Nullable SSLContext tls) {
        return new Pipeline(name, settings, new ClientDiagnostics(diagnostics), tls);
    }

    String name() {
        return name;
    }

    HecSettings settings() {
        return settings;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    ClientDiagnostics diagnostics() {
        return diagnostics;
    }

    <E> Admission offer(E event, EventMapper<? super E> mapper, long epochMillis, Severity severity) {
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
            AppendWatch watch = JfrEvents.watchAppend();
            EventWriter writer = desk.writer();
            long id = EventWriter.NO_ID;
            if (numbered) {
                id = ids.incrementAndGet();
                writer.number(id);
            }
            int length = encoder.encode(event, mapper, epochMillis, writer, identified ? id : EventWriter.NO_ID);
            Admission admission = append(writer, length, epochMillis, severity);
            if (watch != null) {
                watch.ended(name, length, admission);
            }
            return admission;
        } finally {
            writers.giveBack(desk);
        }
    }

    private Admission append(EventWriter writer, int length, long epochMillis, Severity severity) {
        if (writer.truncated()) {
            truncated.increment();
        }
        if (writer.clashes() > 0) {
            clashes.add(writer.clashes());
        }
        if (length == 0) {
            blank.increment();
            return Admission.BLANK;
        }
        Admission admission;
        try {
            admission = buffer.append(writer.bytes(), length, epochMillis, severity);
        } catch (InternalError e) {
            // A mapped file was cut short, or its disk failed. The JVM tells late and in any place, so whether this
            // event was taken in is not known; better told as lost than as safe. The application must not see it.
            faults.increment();
            admission = Admission.FULL;
        }
        if (admission == Admission.FULL) {
            losses.refused(severity, epochMillis);
            JfrEvents.refused(name, admission, 1);
        }
        return admission;
    }

    boolean circuitOpen() {
        return delivery.circuit().isOpen();
    }

    /** Whether an event is to go elsewhere, and if so counts it. What our own threads log goes nowhere. */
    boolean diverts() {
        boolean elsewhere = spool == null
                && circuitOpen()
                && !closed.get()
                && !DeliveryThreads.isCurrent()
                && delivery.circuit().diverts();
        if (elsewhere) {
            diverted.increment();
        }
        return elsewhere;
    }

    /** An event was offered to a client that has handed this pipeline over. */
    void refuseAfterHandOver() {
        handedOver.increment();
    }

    FlushResult flush(Duration timeout) throws InterruptedException {
        return buffer.flush(Nanos.of(timeout));
    }

    Tally tally() {
        BufferCounts counts = buffer.counts();
        Map<Admission, Long> refused = new EnumMap<>(Admission.class);
        count(refused, Admission.FULL, counts.refusedFull() + faults.sum());
        count(refused, Admission.BLANK, blank.sum());
        count(refused, Admission.CLOSED, counts.refusedClosed() + handedOver.sum());
        count(refused, Admission.DIVERTED, diverted.sum());
        count(refused, Admission.RECURSIVE, recursive.sum());
        return new Tally(
                new Tally.Entry(counts.admitted(), counts.recovered(), truncated.sum(), clashes.sum(), refused),
                new Tally.Waiting(counts.buffered(), counts.inFlight(), counts.heldBytes()),
                new Tally.Settled(
                        counts.delivered(),
                        counts.dropped(),
                        counts.spooled(),
                        deadLetters == null ? 0 : deadLetters.counts().written()),
                new Tally.Sending(
                        delivery.counters().requests(),
                        delivery.counters().retries(),
                        delivery.counters().maybeDuplicated(),
                        counts.unsafeCuts() + delivery.counters().unsafeDivisions(),
                        delivery.counters().deliveredBytes(),
                        delivery.counters().wireBytes(),
                        delivery.requestsPerSecond()),
                delivery.endpoints());
    }

    private static void count(Map<Admission, Long> refused, Admission reason, long events) {
        if (events > 0) {
            refused.put(reason, events);
        }
    }

    /** Closes within the {@code drainTimeout} of the settings. */
    void close() {
        close(settings.get(HecSetting.DRAIN_TIMEOUT));
    }

    /** See {@link HecClient#close(Duration)}. */
    void close(Duration timeout) {
        if (closed.getAndSet(true)) {
            return;
        }
        buffer.close();
        delivery.close(Nanos.of(timeout));
        int dropped = buffer.giveUpRest(DropReason.SHUTDOWN);
        try {
            if (spool != null) {
                spool.close();
            }
        } finally {
            jmx.close();
            if (deadLetters != null) {
                deadLetters.close();
            }
            tellRest(dropped);
            diagnostics.silence();
        }
    }

    private void tellRest(int dropped) {
        Tally tally = tally();
        if (dropped > 0) {
            JfrEvents.dropped(name, DropReason.SHUTDOWN, dropped);
            diagnostics.warn("Closed with " + dropped + " event(s) undelivered, now dropped; " + tally.summary() + ".");
        } else if (tally.spooled() > 0) {
            diagnostics.info("Closed with " + tally.spooled()
                    + " event(s) undelivered, left in the spool for the next start; " + tally.summary() + ".");
        }
    }
}
