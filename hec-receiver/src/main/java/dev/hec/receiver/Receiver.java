package dev.hec.receiver;

import dev.hec.receiver.access.Cors;
import dev.hec.receiver.access.ReadAccess;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.accesslog.AccessLog;
import dev.hec.receiver.ack.AckLimits;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.fault.FaultPlan;
import dev.hec.receiver.fault.FaultsEndpoint;
import dev.hec.receiver.fault.FaultyHandler;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.http.Routes;
import dev.hec.receiver.ingest.IngestCounters;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.ingest.IngestRules;
import dev.hec.receiver.metrics.HttpMetrics;
import dev.hec.receiver.metrics.JmxRegistration;
import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.page.PageHandler;
import dev.hec.receiver.parse.Parsers;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A receiver with its storage, from start to stop: the one place where its parts are put together, in a container and
 * without. Opened and closed by one thread at a time.
 */
public final class Receiver implements Closeable {

    private static final System.Logger LOG = System.getLogger(Receiver.class.getName());

    private static final Duration LEAST_FOR_STORAGE = Duration.ofSeconds(1);

    private final ReceiverApplication application;
    private final IngestHandler ingest;
    private final Parsers parsers;
    private final Storage storage;
    private final Credentials credentials;
    private final List<Metric> metrics;
    private final @Nullable AccessLog accessLog;
    private final Duration drainTimeout;
    private @Nullable JmxRegistration jmx;
    private boolean closed;

    private Receiver(
            ReceiverApplication application,
            IngestHandler ingest,
            Parsers parsers,
            Storage storage,
            Credentials credentials,
            List<Metric> metrics,
            @Nullable AccessLog accessLog,
            Duration drainTimeout) {
        this.application = application;
        this.ingest = ingest;
        this.parsers = parsers;
        this.storage = storage;
        this.credentials = credentials;
        this.metrics = List.copyOf(metrics);
        this.accessLog = accessLog;
        this.drainTimeout = drainTimeout;
    }

    /**
     * Opens the storage and is ready to answer.
     *
     * @param opener opens the storage in the data directory
     * @throws InvalidSettings if a token file cannot be used
     * @throws IOException if the data directory or the access log cannot be used
     */
    public static Receiver open(Settings settings, Storage.Opener opener) throws IOException, InvalidSettings {
        return open(settings, opener, FaultPlan.withoutSockets());
    }

    /**
     * The same on a server that can break connections off.
     *
     * @param faults in force where the setting {@code faults} is true
     */
    public static Receiver open(Settings settings, Storage.Opener opener, FaultPlan faults)
            throws IOException, InvalidSettings {
        Storage storage = opener.open(settings);
        AccessLog accessLog = null;
        boolean opened = false;
        try {
            Credentials credentials = Credentials.of(settings);
            Tokens tokens = Tokens.of(settings, credentials);
            ReadAccess reading = ReadAccess.of(tokens, settings);
            Cors cors = Cors.of(settings);
            Optional<Path> definitions = settings.find(Setting.PARSERS);
            Parsers parsers = definitions.isPresent() ? Parsers.of(definitions.get()) : Parsers.shipped();
            // A third of the heap for requests: the rest is the index's and the search's.
            IngestHandler ingest = new IngestHandler(
                    tokens,
                    storage.sink(),
                    parsers,
                    InstantSource.system(),
                    Runtime.getRuntime().maxMemory() / 3,
                    new IngestRules(settings.get(Setting.INHERIT_METADATA), AckLimits.DEFAULT));
            storage.giveWayTo(ingest::isCrowded);
            if (settings.find(Setting.ACCESS_LOG).isPresent()) {
                accessLog = AccessLog.open(settings.get(Setting.ACCESS_LOG), InstantSource.system());
            }
            HttpMetrics http = new HttpMetrics();
            RunningRequests running = new RunningRequests();
            List<Metric> metrics = ReceiverMetrics.table(http, running, ingest, parsers, storage, accessLog);
            RequestHandler page = reading.forReaders(new PageHandler());
            Routes routes = Routes.to(cors.around(ingest))
                    .exact("/", page)
                    .below("/page/", page)
                    .exact(OpenApiHandler.PATH, new OpenApiHandler())
                    .below("/api/", cors.around(new ApiHandler(reading, storage.search())))
                    .exact("/metrics", reading.forReaders(new MetricsHandler(metrics)));
            if (settings.get(Setting.FAULTS)) {
                routes = Routes.to(new FaultyHandler(faults, routes))
                        .below(FaultsEndpoint.PATH, reading.forMasters(new FaultsEndpoint(faults)));
            }
            ReceiverApplication application =
                    new ReceiverApplication(routes, running, accessLog == null ? http : http.and(accessLog));
            opened = true;
            return new Receiver(
                    application,
                    ingest,
                    parsers,
                    storage,
                    credentials,
                    metrics,
                    accessLog,
                    settings.get(Setting.DRAIN_TIMEOUT));
        } finally {
            if (!opened) {
                if (accessLog != null) {
                    accessLog.close();
                }
                storage.close(settings.get(Setting.DRAIN_TIMEOUT));
            }
        }
    }

    /** What is counted and measured. */
    public List<Metric> metrics() {
        return metrics;
    }

    /**
     * Shows the metrics in JMX as well, until the receiver is closed.
     *
     * @param name tells this receiver from others of the same JVM
     */
    public void showInJmx(String name) {
        jmx = JmxRegistration.of(name, metrics);
    }

    /** What answers requests. */
    public ReceiverApplication application() {
        return application;
    }

    /** What the collector did so far. */
    public IngestCounters.Snapshot counts() {
        return ingest.counts();
    }

    /** The parsers of lines, with what they did so far. */
    public Parsers parsers() {
        return parsers;
    }

    /** The tokens in force. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Refuses further requests, lets those that run finish, and closes the storage, all of it within {@code drain-timeout}. Events
     * that were answered with success are kept in any case. Logs only what is cut off. Idempotent.
     */
    @Override
    public void close() throws IOException {
        close(Level.DEBUG);
    }

    /** Does the same as {@link #close}, and logs that it began and how it ended. */
    public void stop() throws IOException {
        close(Level.INFO);
    }

    private void close(Level progress) throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        long start = System.nanoTime();
        int before = application.running();
        LOG.log(
                progress,
                "Stopping: new requests are refused; {0} running ones have {1} s to finish",
                before,
                drainTimeout.toSeconds());
        int running = application.stop(drainTimeout);
        if (running > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} requests still ran after {1} s and are cut off; their senders got no reply and may send them again",
                    running,
                    drainTimeout.toSeconds());
        }
        if (jmx != null) {
            jmx.close();
        }
        Duration left = drainTimeout.minusNanos(System.nanoTime() - start);
        try {
            storage.close(left.compareTo(LEAST_FOR_STORAGE) < 0 ? LEAST_FOR_STORAGE : left);
        } finally {
            if (accessLog != null) {
                accessLog.close();
            }
        }
        LOG.log(
                progress,
                "Stopped after {0} ms; of the running requests {1} were finished and {2} cut off",
                (System.nanoTime() - start) / 1_000_000,
                Math.max(0, before - running),
                running);
    }
}
