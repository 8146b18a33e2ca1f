package dev.hec;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.transport.TransportSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes log events in on the threads that log, and delivers them to a collector on threads of its own.
 *
 * <p>Thread-safe. An event is encoded on the caller's thread and copied into a bounded buffer under one short lock; nothing
 * of the caller's is kept, and nothing that the caller does waits for the network. Every event taken in is accounted for
 * until it is delivered or dropped for a named reason, see {@link Tally}.
 *
 * <p>Delivery repeats a request whose fate is unknown, so the collector may store events twice, but loses none that it was
 * sent; a repetition carries the same {@code X-Hec-Batch}, by which a receiver can recognise it. What the buffer holds is lost
 * with the process, unless {@code spoolDir} is set: then it is delivered by the next one.
 */
public final class HecClient implements AutoCloseable {

    private final Pipeline pipeline;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean handedOver;

    private HecClient(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Starts a client, or goes on with what another one of the same name and settings has handed over. It connects when the
     * first event is sent, so a collector that is down at this moment does no harm. A spool directory that cannot be used is
     * told and does no harm either.
     *
     * @param name shown in thread names and messages, usually that of the appender; clients of the same name that share a
     *     spool directory adopt each other's leftovers
     * @param settings see {@link dev.hec.settings.HecConfig}
     * @param diagnostics where the client reports trouble
     * @throws UncheckedIOException if the token cannot be had, or a file of the TLS settings cannot be used
     */
    public static HecClient open(String name, HecSettings settings, Diagnostics diagnostics) {
        return open(name, settings, diagnostics, null);
    }

    /**
     * Starts a client as {@link #open(String, HecSettings, Diagnostics)} does, with a TLS context that the caller has made. It
     * goes on with what another one has handed over only if that was given the very same context.
     *
     * <p>Names of hosts are checked. What the context was made from is not looked at again.
     *
     * @param name as there
     * @param settings as there, without any that begins with {@code tls}
     * @param diagnostics as there
     * @param tls decides whom to trust and what certificate to show; null to have one made by the settings
     * @throws UncheckedIOException if the token cannot be had, or a file of the TLS settings cannot be used
     * @throws IllegalArgumentException if there is a context, and the settings say something of TLS too
     */
    public static HecClient open(String name, HecSettings settings, Diagnostics diagnostics, @Nullable SSLContext tls) {
        if (tls != null && !TransportSettings.from(settings).tls().isJvm()) {
            throw new IllegalArgumentException("tlsTrust, tlsKey and tlsPins have no meaning beside an SSLContext");
        }
        Pipeline adopted = HandOvers.adopt(name, settings, tls).orElse(null);
        if (adopted != null) {
            adopted.diagnostics().passTo(diagnostics);
            return new HecClient(adopted);
        }
        return new HecClient(Pipeline.open(name, settings, diagnostics, tls));
    }

    /**
     * Takes an event in. Throws nothing but {@link OutOfMemoryError}, and waits only if {@code overflow} is {@code block}, or,
     * with {@code spoolDir}, for up to a quarter of a second while the disk is slow in making a file.
     *
     * @param event the framework's event; not kept
     * @param mapper writes the event; called on this thread
     * @param epochMillis time of the event, milliseconds since the epoch
     * @param severity decides which part of a nearly full buffer the event may use
     */
    public <E> Admission offer(E event, EventMapper<? super E> mapper, long epochMillis, Severity severity) {
        if (handedOver) {
            pipeline.refuseAfterHandOver();
            return Admission.CLOSED;
        }
        return pipeline.offer(event, mapper, epochMillis, severity);
    }

    /**
     * As {@link #offer}, but while {@link #circuitOpen} the event is not taken in: {@link Admission#DIVERTED} tells the caller to
     * put it elsewhere. Now and then, if nothing waits for delivery, an event is taken in all the same, to find out whether the
     * collector is back.
     *
     * <p>With {@code spoolDir} nothing is diverted, since the spool keeps events until the collector is back.
     */
    public <E> Admission offerOrDivert(E event, EventMapper<? super E> mapper, long epochMillis, Severity severity) {
        if (!handedOver && pipeline.diverts()) {
            return Admission.DIVERTED;
        }
        return offer(event, mapper, epochMillis, severity);
    }

    /**
     * Whether delivery is known not to work at this moment: every address is set aside, because it cannot be reached, fails or
     * refuses this client. A collector that only asks for patience (429, 503) works. Turns true soon after the failure of a
     * request, and false when one succeeds. Costs one volatile read.
     */
    public boolean circuitOpen() {
        return pipeline.circuitOpen();
    }

    /**
     * Sends what is buffered without waiting for linger, and waits until everything taken in before this call is delivered
     * or dropped.
     *
     * @param timeout the longest wait
     * @throws InterruptedException if interrupted while waiting; sending goes on
     */
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return pipeline.flush(timeout);
    }

    /** The counts at this instant; with those of the clients that handed over to this one. */
    public Tally tally() {
        return pipeline.tally();
    }

    /** Closes within the {@code drainTimeout} of the settings. */
    @Override
    public void close() {
        close(pipeline.settings().get(HecSetting.DRAIN_TIMEOUT));
    }

    /**
     * Refuses further events, delivers what is left as far as the time allows, and stops all threads. What is then still
     * undelivered stays in the spool, or is dropped, counted and reported. Works in a shutdown hook and with the interrupt flag
     * set. Only the first call of this or of {@link #handOver} does something.
     *
     * @param timeout the longest time for delivery; where a thread does not end or the disk does not answer, closing may take up
     *     to four seconds more
     */
    public void close(Duration timeout) {
        if (!closed.getAndSet(true)) {
            pipeline.close(timeout);
        }
    }

    /**
     * Refuses further events at once, and leaves everything else to the next client of the same name and equal settings: the
     * events that wait, the connection, the threads and the counts. Meanwhile delivery goes on. If no such client is opened in
     * time, what is left is closed in the background as {@link #close()} would; also when the JVM ends first.
     *
     * <p>For a configuration that is read again: it takes no time, whatever the collector does.
     *
     * @param patience how long to wait for the next client
     */
    public void handOver(Duration patience) {
        if (!closed.getAndSet(true)) {
            handedOver = true;
            HandOvers.leave(pipeline, patience);
        }
    }

    /** Name and counts, no secrets. */
    @Override
    public String toString() {
        return "HecClient(" + tally().summary() + ")";
    }
}
