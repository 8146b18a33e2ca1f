package dev.hec.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import dev.hec.Admission;
import dev.hec.EventMapper;
import dev.hec.FlushResult;
import dev.hec.HecClient;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.event.EventShape;
import dev.hec.settings.ConfigException;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to an HTTP Event Collector.
 *
 * <pre>{@code
 * <configuration>
 *   <appender name="HEC" class="dev.hec.logback.HecAppender">
 *     <url>https://ingest.us1.sentinelone.net</url>
 *     <token>${HEC_TOKEN}</token>
 *     <source>orders</source>
 *     <field><name>env</name><value>prod</value></field>
 *   </appender>
 *   <root level="INFO"><appender-ref ref="HEC"/></root>
 * </configuration>
 * }</pre>
 *
 * <p>Every element is a row of {@link HecSetting}; only {@code url} and {@code token} (or {@code tokenFile}) are required.
 * With a {@code <layout>} its text is the event, else the event is an object, see {@link LogbackEventMapper}. Do not put it
 * behind an {@code AsyncAppender}: logging never waits for the network here.
 *
 * <p>With an {@code <appender-ref ref="FILE"/>} inside, or several, an event goes to those appenders if it is refused because the
 * buffer is full, and while no address of the collector works at the moment. What was taken in before stays with this
 * appender. With {@code spoolDir} only a full buffer diverts events, since the spool keeps them until the collector is back.
 *
 * <p>A configuration that cannot work is told in one warning, and the appender stays inactive; trouble of delivery is told
 * as warnings too. Neither is an error of Logback's status, since some frameworks end an application for that. If nobody
 * listens to the status, warnings are printed to {@code System.err}.
 *
 * <p>Logback itself notes the value of every variable it replaces in its status, as information; newer versions spare
 * variables whose name contains {@code secret} or {@code password}. Where all of that status is shown, with
 * {@code debug="true"} for example, use {@code tokenFile}.
 *
 * <p>Thread-safe, except for its setters. It can be stopped and started again.
 */
public final class HecAppender extends HecFallback {

    private @Nullable HecSsl ssl;
    private @Nullable Layout<ILoggingEvent> layout;
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** Set by start, before the client. */
    private @Nullable EventMapper<ILoggingEvent> mapper;

    private Duration drainTimeout = Duration.ZERO;

    /** Written last by start, so that a thread that sees it sees the fields above. Kept after stopping, for its counts. */
    private volatile @Nullable HecClient client;

    private @Nullable ExitHook exitHook;

    /** An appender without settings. */
    public HecAppender() {}

    /** Adds a field to every event; called for each {@code <field>}. */
    public void addField(HecField field) {
        String fieldName = field.getName();
        String value = field.getValue();
        if (fieldName == null || fieldName.isBlank() || value == null) {
            addWarn("Appender " + getName() + ": a field needs both <name> and <value>; it is left out.");
        } else {
            config().addField(fieldName, value);
        }
    }

    /** Adds a header to every request; called for each {@code <header>}. */
    public void addHeader(HecHeader header) {
        String headerName = header.getName();
        String value = header.getValue();
        if (headerName == null || headerName.isBlank() || value == null) {
            addWarn("Appender " + getName() + ": a header needs both <name> and <value>; it is left out.");
        } else {
            config().addHeader(headerName.strip(), value.strip());
        }
    }

    /**
     * Makes Logback's own key store and trust store those of this appender, in place of {@code tlsTrust} and {@code tlsKey};
     * called for {@code <ssl>}.
     */
    public void setSsl(HecSsl ssl) {
        this.ssl = ssl;
        config().setTlsOrigin("<ssl>");
    }

    /** Makes the text of a layout the event, without one line break at its end; called for {@code <layout>}. */
    public void setLayout(Layout<ILoggingEvent> layout) {
        this.layout = layout;
    }

    /**
     * Makes what an encoder writes the event, without one line break at its end; called for {@code <encoder>}. Its bytes are
     * taken for UTF-8.
     */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    private EventMapper<ILoggingEvent> mapper(HecSettings settings) {
        String format = settings.get(EventSetting.LAYOUT_FORMAT);
        if (encoder != null) {
            if (layout != null) {
                addWarn("Appender " + getName() + " has both a layout and an encoder; the encoder is used.");
            }
            return LayoutMapper.of(encoder, format);
        }
        return layout == null ? new LogbackEventMapper(new EventShape(settings)) : LayoutMapper.of(layout, format);
    }

    /** Starts delivery. With a configuration that cannot work it only warns, and the appender stays inactive. */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        Context host = getContext();
        if (host == null) {
            addWarn("Appender " + getName() + " is inactive, nothing is delivered: call setContext before start.");
            return;
        }
        WarningPrinter.addIfNobodyListens(host);
        String shownName = String.valueOf(getName());
        try {
            HecSettings settings = config().parse();
            MetadataPatterns patterns = new MetadataPatterns(settings, host);
            mapper = patterns.addedTo(mapper(settings));
            drainTimeout = settings.get(HecSetting.DRAIN_TIMEOUT);
            StatusDiagnostics diagnostics = new StatusDiagnostics(this, shownName);
            config().tellOldNames(diagnostics::info, diagnostics::warn);
            client = HecClient.open(
                    shownName, patterns.rest(settings), diagnostics, ssl == null ? null : ssl.context(this));
        } catch (ConfigException | UncheckedIOException | IllegalArgumentException e) {
            addWarn("Appender " + shownName + " is inactive, nothing is delivered: " + e.getMessage());
            return;
        }
        startFallback();
        exitHook = ExitHook.add(shownName, host, this::flushAtExit);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        HecClient current = client;
        EventMapper<ILoggingEvent> currentMapper = mapper;
        if (current == null || currentMapper == null) {
            return;
        }
        Severity severity = severity(event.getLevel());
        if (!hasFallback()) {
            current.offer(event, currentMapper, event.getTimeStamp(), severity);
            return;
        }
        // What a fallback itself logs is buffered as ever: it could not take it.
        Admission admission = current.circuitOpen() && !isInsideFallback()
                ? current.offerOrDivert(event, currentMapper, event.getTimeStamp(), severity)
                : current.offer(event, currentMapper, event.getTimeStamp(), severity);
        switch (admission) {
            case FULL, CLOSED, DIVERTED -> appendToFallback(event);
            case ADMITTED, BLANK, RECURSIVE -> {}
        }
    }

    static Severity severity(Level level) {
        int value = level.toInt();
        if (value >= Level.ERROR_INT) {
            return Severity.ERROR;
        } else if (value >= Level.WARN_INT) {
            return Severity.WARN;
        } else if (value >= Level.INFO_INT) {
            return Severity.INFO;
        }
        return value >= Level.DEBUG_INT ? Severity.DEBUG : Severity.TRACE;
    }

    /** Delivers what is left, within {@code drainTimeout}, and stops all threads. May be called at any time, also twice. */
    @Override
    public void stop() {
        super.stop();
        ExitHook hook = exitHook;
        if (hook != null) {
            hook.remove();
            exitHook = null;
        }
        HecClient current = client;
        if (current != null) {
            current.close();
        }
        stopFallback();
    }

    /**
     * Sends what is buffered at once, and waits until everything logged before this call is delivered or dropped.
     *
     * @param timeout the longest wait
     * @return what was achieved; complete, with zero counts, if the appender is not active
     * @throws InterruptedException if interrupted while waiting; sending goes on
     */
    public FlushResult flush(Duration timeout) throws InterruptedException {
        HecClient current = client;
        return current == null ? new FlushResult(true, 0, 0, 0) : current.flush(timeout);
    }

    /** The counts since the last start; {@link Tally#NONE} before the first. */
    public Tally tally() {
        HecClient current = client;
        return current == null ? Tally.NONE : current.tally();
    }

    private void flushAtExit() {
        try {
            FlushResult result = flush(drainTimeout);
            // Whoever has stopped the appender meanwhile has heard of its losses.
            if (!result.complete() && isStarted()) {
                addWarn("Appender " + getName() + ": the JVM ends with " + result.pending()
                        + " event(s) undelivered; they are lost, unless another exit hook still delivers them.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
