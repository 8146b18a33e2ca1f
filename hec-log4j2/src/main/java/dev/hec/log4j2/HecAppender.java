package dev.hec.log4j2;

import dev.hec.Admission;
import dev.hec.EventMapper;
import dev.hec.FlushResult;
import dev.hec.HecClient;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.event.EventShape;
import dev.hec.settings.ConfigException;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.net.ssl.SslConfiguration;
import org.apache.logging.log4j.core.selector.ContextSelector;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to an HTTP Event Collector.
 *
 * <pre>{@code
 * <Configuration>
 *   <Appenders>
 *     <Hec name="HEC" url="https://ingest.us1.sentinelone.net" token="${env:HEC_TOKEN}" source="orders">
 *       <HecField name="env" value="prod"/>
 *     </Hec>
 *   </Appenders>
 *   <Loggers>
 *     <Root level="info"><AppenderRef ref="HEC"/></Root>
 *   </Loggers>
 * </Configuration>
 * }</pre>
 *
 * <p>Every attribute is a row of {@link dev.hec.settings.HecSetting}, in any letter case; only {@code url} and {@code token}
 * (or {@code tokenFile}) are required. With a {@code <Layout>} its text is the event, else the event is an object, see
 * {@link Log4jEventMapper}. An {@code <Async>} appender in front is needless: logging never waits for the network here.
 *
 * <p>With a configuration that cannot work there is no appender, and one error tells why.
 *
 * <p>With {@code ignoreExceptions="false"} the log call throws, and the event is not taken in, if the buffer is full or no
 * address of the collector works at the moment; this lets {@code <Failover>} take over:
 *
 * <pre>{@code
 * <Hec name="HEC" url="..." token="..." ignoreExceptions="false"/>
 * <File name="FILE" fileName="backup.log"><PatternLayout/></File>
 * <Failover name="LOGS" primary="HEC" retryIntervalSeconds="10">
 *   <Failovers><AppenderRef ref="FILE"/></Failovers>
 * </Failover>
 * }</pre>
 *
 * <p>What was taken in before stays with this appender. With {@code spoolDir} only a full buffer throws, since the spool keeps
 * events until the collector is back.
 *
 * <p>Thread-safe.
 */
@Plugin(name = "Hec", category = Node.CATEGORY, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class HecAppender extends AbstractAppender {

    private final HecManager manager;
    private final EventMapper<LogEvent> mapper;
    private final AtomicBoolean released = new AtomicBoolean();

    private final boolean requiresLocation;

    private HecAppender(
            Builder<?> builder, HecManager manager, EventShape shape, HecSettings settings, MetadataPatterns patterns) {
        super(
                builder.getName(),
                builder.getFilter(),
                builder.getLayout(),
                builder.isIgnoreExceptions(),
                builder.getPropertyArray());
        this.manager = manager;
        mapper = patterns.addedTo(
                getLayout() == null
                        ? new Log4jEventMapper(shape)
                        : new LayoutMapper(getLayout(), settings.get(EventSetting.LAYOUT_FORMAT)));
        requiresLocation = patterns.requiresLocation()
                || (getLayout() == null ? shape.includesCaller() : super.requiresLocation());
    }

    /** Whether the place of a log call is written, which Log4j must look for on the thread that logs. */
    @Override
    public boolean requiresLocation() {
        return requiresLocation;
    }

    /** A builder, for Log4j and for configuration by program. */
    @PluginBuilderFactory
    public static <B extends Builder<B>> B newBuilder() {
        return new Builder<B>().asBuilder();
    }

    /**
     * Takes the event in.
     *
     * @throws AppenderLoggingException only with {@code ignoreExceptions="false"}, if the event is refused at the door, or no
     *     address of the collector works at the moment
     */
    @Override
    public void append(LogEvent event) {
        HecClient client = manager.client();
        Severity severity = severity(event.getLevel());
        if (ignoreExceptions()) {
            client.offer(event, mapper, event.getTimeMillis(), severity);
            return;
        }
        String refused = why(client.offerOrDivert(event, mapper, event.getTimeMillis(), severity));
        if (refused != null) {
            throw new AppenderLoggingException("Appender " + getName() + " refused an event: " + refused);
        }
    }

    /** Why somebody else should take an event; null if nobody should. */
    private static @Nullable String why(Admission admission) {
        return switch (admission) {
            case FULL -> "its buffer is full";
            case CLOSED -> "it is stopped";
            case DIVERTED -> "no address of the collector works at the moment";
            case ADMITTED, BLANK, RECURSIVE -> null;
        };
    }

    static Severity severity(Level level) {
        int value = level.intLevel();
        if (value <= Level.ERROR.intLevel()) {
            return Severity.ERROR;
        } else if (value <= Level.WARN.intLevel()) {
            return Severity.WARN;
        } else if (value <= Level.INFO.intLevel()) {
            return Severity.INFO;
        }
        return value <= Level.DEBUG.intLevel() ? Severity.DEBUG : Severity.TRACE;
    }

    /**
     * Delivers what is left and stops all threads, unless another appender goes on with them.
     *
     * <p>{@code LogManager.shutdown()} comes with {@value ContextSelector#DEFAULT_STOP_TIMEOUT} ms, which is Log4j's constant and
     * nobody's choice: there the {@code drainTimeout} of the settings counts too.
     *
     * @param timeout the longest time for delivery; 0 for the {@code drainTimeout} of the settings
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        long chosen = unit.toMillis(timeout) == ContextSelector.DEFAULT_STOP_TIMEOUT ? 0 : timeout;
        setStopping();
        boolean stopped = super.stop(chosen, unit, false);
        if (!released.getAndSet(true)) {
            stopped &= manager.stop(chosen, unit);
        }
        setStopped();
        return stopped;
    }

    /**
     * Sends what is buffered at once, and waits until everything logged before this call is delivered or dropped.
     *
     * @param timeout the longest wait
     * @throws InterruptedException if interrupted while waiting; sending goes on
     */
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return manager.client().flush(timeout);
    }

    /** The counts of this appender, and of those before it that had the same name and settings. */
    public Tally tally() {
        return manager.client().tally();
    }

    /**
     * Builds an appender. Not thread-safe.
     *
     * @param <B> the builder itself
     */
    public static class Builder<B extends Builder<B>> extends AbstractAppender.Builder<B>
            implements org.apache.logging.log4j.core.util.Builder<HecAppender> {

        @HecAttributes
        private HecConfig config = new HecConfig();

        @PluginElement("HecField")
        private @Nullable HecField @Nullable [] fields;

        @PluginElement("Ssl")
        private @Nullable SslConfiguration ssl;

        /** A builder without settings; for Log4j, others use {@link HecAppender#newBuilder()}. */
        public Builder() {}

        /** Sets all settings. */
        public B setConfig(HecConfig config) {
            this.config = config;
            return asBuilder();
        }

        /** Sets fields added to every event, beside those of the settings. */
        public B setFields(HecField... fields) {
            this.fields = fields;
            return asBuilder();
        }

        /** Sets key store and trust store, in place of {@code tlsTrust} and {@code tlsKey}. Names of hosts are always checked. */
        public B setSsl(SslConfiguration ssl) {
            this.ssl = ssl;
            return asBuilder();
        }

        /** Builds and connects nothing yet; null, after an error that lists every problem, if that cannot work. */
        @Override
        public @Nullable HecAppender build() {
            String name = getName();
            if (name == null) {
                LOGGER.error("An appender without a name cannot be used.");
                return null;
            }
            for (HecField field : Objects.requireNonNullElse(fields, new HecField[0])) {
                if (field != null) {
                    config.addField(field.name(), field.value());
                }
            }
            addHeaders();
            try {
                SslElement element = SslElement.of(ssl);
                config.setTlsOrigin(element == null ? null : "<Ssl>");
                HecSettings settings = config.parse();
                StatusLoggerDiagnostics diagnostics = new StatusLoggerDiagnostics(name);
                config.tellOldNames(diagnostics::info, diagnostics::warn);
                MetadataPatterns patterns = new MetadataPatterns(settings, getConfiguration());
                // What may fail comes before the manager, which has to be given back.
                EventShape shape = new EventShape(settings);
                return new HecAppender(
                        this, HecManager.get(name, patterns.rest(settings), element), shape, settings, patterns);
            } catch (ConfigException | UncheckedIOException | IllegalArgumentException e) {
                LOGGER.error("Appender {} is inactive, nothing is delivered: {}", name, e.getMessage());
                return null;
            }
        }

        /** Each {@code <Property>} is a header of the requests, as with Log4j's own HTTP appender. */
        private void addHeaders() {
            Configuration configuration = getConfiguration();
            for (Property header : Objects.requireNonNullElse(getPropertyArray(), Property.EMPTY_ARRAY)) {
                String value =
                        configuration == null ? header.getValue() : header.evaluate(configuration.getStrSubstitutor());
                config.addHeader(header.getName().strip(), value == null ? "" : value.strip());
            }
        }
    }
}
