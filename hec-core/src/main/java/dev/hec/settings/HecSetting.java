package dev.hec.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The table of settings: one row for each knob. Parsing, messages, both appenders and {@code docs/settings.md} read it.
 *
 * <p>Sizes are encoded bytes before compression.
 */
public final class HecSetting {

    /** Address of the collector. */
    public static final Setting<URI> URL = Setting.of(
            "url",
            Kind.httpUrl(),
            null,
            "Address of the collector. Without a path, `/services/collector/event` is added. Required.");

    /** The credential itself. */
    public static final Setting<String> TOKEN = new Setting<>(
            "token", Kind.text(), null, "Token sent with each request. This or `tokenFile` is required.", true);

    /** File with the credential. */
    public static final Setting<Path> TOKEN_FILE = Setting.of(
            "tokenFile", Kind.path(), null, "File that holds the token; read again when the collector refuses it.");

    /** Form of the Authorization header. */
    public static final Setting<String> AUTH_SCHEME = Setting.of(
            "authScheme",
            Kind.choice("Bearer", "Splunk", "Basic"),
            "Bearer",
            "Form of the Authorization header; for Basic the token is the password.");

    /** Whether a token may travel unencrypted. */
    public static final Setting<Boolean> ALLOW_PLAIN_HTTP = Setting.of(
            "allowPlainHttp",
            Kind.flag(),
            "false",
            "Permits an `http://` address of another machine, which shows the token to the network.");

    /** Name of this machine. */
    public static final Setting<String> HOST = Setting.of(
            "host", Kind.text(), null, "Name of this machine, shown as `serverHost`. Default: the machine's own.");

    /** Name of the application. */
    public static final Setting<String> SOURCE =
            Setting.of("source", Kind.text(), null, "Name of the application or log.");

    /** Name of the parser. */
    public static final Setting<String> SOURCETYPE = Setting.of(
            "sourcetype", Kind.text(), null, "Name of the parser, shown as `parser`; structured events need none.");

    /** Name of the index. */
    public static final Setting<String> INDEX = Setting.of("index", Kind.text(), null, "Name of the index.");

    /** Fields of every event. */
    public static final Setting<Map<String, String>> FIELDS =
            Setting.of("fields", Kind.pairs(), null, "Fields added to every event.");

    /** Largest batch in bytes. */
    public static final Setting<Long> BATCH_BYTES = Setting.of(
            "batchBytes",
            Kind.bytes("1KB", "10MB"),
            "1MB",
            "Most bytes in one request. A single event that is larger has its longest texts cut.");

    /** Largest batch in events. */
    public static final Setting<Integer> BATCH_EVENTS =
            Setting.of("batchEvents", Kind.integer(1, 1_000_000), "10000", "Most events in one request.");

    /** Longest wait for company. */
    public static final Setting<Duration> LINGER = Setting.of(
            "linger",
            Kind.duration("0ms", "10min"),
            "1s",
            "Longest wait of an event for others to share its request, counted from the oldest.");

    /** Bound of everything held. */
    public static final Setting<Long> BUFFER_BYTES = Setting.of(
            "bufferBytes",
            Kind.bytes("2KB", "100GB"),
            null,
            "Most bytes of events waiting and in flight, at least twice `batchBytes`. The last 20 % are kept for WARN and"
                    + " above, the last 5 % for ERROR. Default: 32MB or 5 % of the heap, whichever is less.");

    /** What to do when the buffer is full. */
    public static final Setting<String> OVERFLOW = Setting.of(
            "overflow",
            Kind.choice("drop", "block"),
            "drop",
            "When the buffer is full: refuse the event and count it, or let the log call wait up to `maxBlock`.");

    /** Longest wait of a log call. */
    public static final Setting<Duration> MAX_BLOCK = Setting.of(
            "maxBlock", Kind.duration("0ms", "10min"), "1s", "Longest wait of a log call with `overflow` = `block`.");

    /** Compression of request bodies. */
    public static final Setting<String> COMPRESSION = Setting.of(
            "compression",
            Kind.choice("zstd", "gzip", "none"),
            "zstd",
            "Compression of request bodies. A collector that answers 415 gets the next simpler one.");

    /** Effort of the compression. */
    public static final Setting<Integer> COMPRESSION_LEVEL = Setting.of(
            "compressionLevel",
            Kind.integer(0, 22),
            "0",
            "Effort: 1 to 22 for zstd, 1 to 9 for gzip; 0 is the codec's default (zstd 3, gzip 6).");

    /** Batches in delivery at once. */
    public static final Setting<Integer> MAX_IN_FLIGHT = Setting.of(
            "maxInFlight",
            Kind.integer(1, 64),
            "1",
            "Requests at the same time. With more than 1 they may arrive in another order.");

    /** Longest wait for a connection. */
    public static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.of("connectTimeout", Kind.duration("1ms", "10min"), "5s", "Longest wait for a connection.");

    /** Longest wait for an answer. */
    public static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
            "requestTimeout",
            Kind.duration("1ms", "1h"),
            "60s",
            "Longest wait for a complete answer. Shorter than the collector's own patience, it makes duplicates.");

    /** Age at which a batch is given up. */
    public static final Setting<Duration> RETRY_FOR = Setting.of(
            "retryFor",
            Kind.duration("0ms", "168h"),
            "15min",
            "Age of a batch at which it is dropped if the collector is busy or cannot be reached.");

    /** Ceiling of the first backoff. */
    public static final Setting<Duration> RETRY_INITIAL = Setting.of(
            "retryInitial",
            Kind.duration("1ms", "10min"),
            "250ms",
            "Ceiling of the first random wait before a retry; it doubles with each attempt.");

    /** Ceiling of every backoff. */
    public static final Setting<Duration> RETRY_MAX =
            Setting.of("retryMax", Kind.duration("1ms", "1h"), "30s", "Ceiling of every random wait before a retry.");

    /** Longest pause a collector can ask for. */
    public static final Setting<Duration> MAX_PAUSE = Setting.of(
            "maxPause", Kind.duration("0ms", "24h"), "5min", "Longest pause that a Retry-After header can ask for.");

    /** Pause between probes while refused. */
    public static final Setting<Duration> PARK_INTERVAL = Setting.of(
            "parkInterval",
            Kind.duration("1ms", "1h"),
            "30s",
            "Pause between attempts while the collector refuses the token or the address.");

    /** Time for the last events when stopping. */
    public static final Setting<Duration> DRAIN_TIMEOUT = Setting.of(
            "drainTimeout",
            Kind.duration("0ms", "1h"),
            "10s",
            "Longest time that stopping takes to deliver what is left; the rest is dropped and counted.");

    /** All rows, in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            URL,
            TOKEN,
            TOKEN_FILE,
            AUTH_SCHEME,
            ALLOW_PLAIN_HTTP,
            HOST,
            SOURCE,
            SOURCETYPE,
            INDEX,
            FIELDS,
            BATCH_BYTES,
            BATCH_EVENTS,
            LINGER,
            BUFFER_BYTES,
            OVERFLOW,
            MAX_BLOCK,
            COMPRESSION,
            COMPRESSION_LEVEL,
            MAX_IN_FLIGHT,
            CONNECT_TIMEOUT,
            REQUEST_TIMEOUT,
            RETRY_FOR,
            RETRY_INITIAL,
            RETRY_MAX,
            MAX_PAUSE,
            PARK_INTERVAL,
            DRAIN_TIMEOUT);

    private HecSetting() {}
}
