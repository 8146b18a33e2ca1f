package dev.hec.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The table of settings: one row for each knob. Parsing, messages, both appenders and {@code docs/settings.md} read it.
 *
 * <p>Sizes are encoded bytes before compression.
 */
public final class HecSetting {

    /** Address of the collector. */
    public static final Setting<List<URI>> URL = Setting.of(
            "url",
            Kind.httpUrls(),
            null,
            "Address of the collector, or several, separated by commas. Without a path, `/services/collector/event` is added."
                    + " Required.");

    /** How several addresses share the work. */
    public static final Setting<String> URL_STRATEGY = Setting.of(
            "urlStrategy",
            Kind.choice("failover", "roundRobin"),
            "failover",
            "With several addresses: send to the first that works and return to the first when it does, or take turns.");

    /** What a request holds. */
    public static final Setting<String> MODE = Setting.of(
            "mode",
            Kind.choice("event", "raw"),
            "event",
            "`event` sends JSON events. `raw` sends lines of text to `/services/collector/raw`; host, source, sourcetype,"
                    + " index and fields go into the address, and the collector gives each line its own time.");

    /** The credential itself. */
    public static final Setting<String> TOKEN = new Setting<>(
            "token",
            Kind.text(),
            null,
            "Token sent with each request. One of `token`, `tokenFile`, `tokenEnv` and `tokenProvider` is required.",
            true);

    /** File with the credential. */
    public static final Setting<Path> TOKEN_FILE = Setting.of(
            "tokenFile",
            Kind.path(),
            null,
            "File that holds the token, such as a mounted secret; read again when it changes or the collector refuses the token.");

    /** Environment variable with the credential. */
    public static final Setting<String> TOKEN_ENV =
            Setting.of("tokenEnv", Kind.text(), null, "Name of an environment variable that holds the token.");

    /** Program that gives the credential. */
    public static final Setting<String> TOKEN_PROVIDER = Setting.of(
            "tokenProvider",
            Kind.text(),
            null,
            "Class name of a `dev.hec.TokenProvider` found by ServiceLoader; asked again when the collector refuses its"
                    + " token.");

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

    /** Further headers of each request. */
    public static final Setting<Map<String, String>> HEADERS = new Setting<>(
            "headers",
            Kind.headers(),
            null,
            "Headers added to each request, such as `X-Tenant=blue`; for a gateway in front of the collector.",
            true);

    /** Version of HTTP. */
    public static final Setting<String> HTTP_VERSION = Setting.of(
            "httpVersion",
            Kind.choice("1.1", "2"),
            "1.1",
            "Version of HTTP to offer. With 2, a server that says goodbye looks like a lost request, which is sent again.");

    /** Address of the proxy. */
    public static final Setting<URI> PROXY = Setting.of(
            "proxy",
            Kind.proxy(),
            null,
            "HTTP proxy of this appender alone. Default: that of the JVM (`https.proxyHost` and its kin).");

    /** User for the proxy. */
    public static final Setting<String> PROXY_USER =
            Setting.of("proxyUser", Kind.text(), null, "User for a proxy that asks for one.");

    /** Password for the proxy. */
    public static final Setting<String> PROXY_PASSWORD =
            new Setting<>("proxyPassword", Kind.text(), null, "Password for a proxy that asks for one.", true);

    /** Certificates to trust. */
    public static final Setting<Path> TLS_TRUST = Setting.of(
            "tlsTrust",
            Kind.path(),
            null,
            "PEM file or key store (PKCS12, JKS) with the certificates to trust, instead of the JVM's; read again when it"
                    + " changes.");

    /** Password of the trust store. */
    public static final Setting<String> TLS_TRUST_PASSWORD =
            new Setting<>("tlsTrustPassword", Kind.text(), null, "Password of the key store `tlsTrust`.", true);

    /** Certificate of this client. */
    public static final Setting<Path> TLS_KEY = Setting.of(
            "tlsKey",
            Kind.path(),
            null,
            "PEM file (certificate chain and PKCS8 private key) or key store with the certificate to present to the"
                    + " collector; read again when it changes.");

    /** Password of the key. */
    public static final Setting<String> TLS_KEY_PASSWORD = new Setting<>(
            "tlsKeyPassword", Kind.text(), null, "Password of the key store or encrypted key `tlsKey`.", true);

    /** Pinned public keys. */
    public static final Setting<List<String>> TLS_PINS = Setting.of(
            "tlsPins",
            Kind.pins(),
            null,
            "Public keys of which one must be in the collector's certificate chain, as `sha256/…` of the"
                    + " SubjectPublicKeyInfo; several, separated by commas, for rotation. Trust is checked all the same.");

    /** Whether to wait for Splunk's indexer acknowledgement. */
    public static final Setting<Boolean> ACK = Setting.of(
            "ack",
            Kind.flag(),
            "false",
            "Splunk only, for tokens with indexer acknowledgement: counts events as delivered when the collector says they"
                    + " are indexed.");

    /** Time for an acknowledgement. */
    public static final Setting<Duration> ACK_TIMEOUT = Setting.of(
            "ackTimeout",
            Kind.duration("1ms", "24h"),
            "5min",
            "With `ack`: longest wait for an acknowledgement; then the batch is sent again.");

    /** Pause between questions for an acknowledgement. */
    public static final Setting<Duration> ACK_INTERVAL = Setting.of(
            "ackInterval",
            Kind.duration("1ms", "10min"),
            "1s",
            "With `ack`: pause between questions for acknowledgements.");

    /** Identity of this sender. */
    public static final Setting<String> CHANNEL = Setting.of(
            "channel",
            Kind.guid(),
            null,
            "Splunk only: channel sent as `X-Splunk-Request-Channel`. Default: with `ack` a random one, else none.");

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
                    + " above, the last 5 % for ERROR. Default: 32MB or 5 % of the heap, whichever is less, but at least twice `batchBytes`.");

    /** What to do when the buffer is full. */
    public static final Setting<String> OVERFLOW = Setting.of(
            "overflow",
            Kind.choice("drop", "block"),
            "drop",
            "When the buffer is full: refuse the event and count it, or let the log call wait up to `maxBlock`.");

    /** Longest wait of a log call. */
    public static final Setting<Duration> MAX_BLOCK = Setting.of(
            "maxBlock", Kind.duration("0ms", "10min"), "1s", "Longest wait of a log call with `overflow` = `block`.");

    /** Directory that keeps events over a crash. */
    public static final Setting<Path> SPOOL_DIR = Setting.of(
            "spoolDir",
            Kind.path(),
            null,
            "Directory for events not yet delivered: they survive the death of the process and are sent at the next start."
                    + " Appenders of the same name that share a directory adopt what the others left behind.");

    /** Bound of the spool. */
    public static final Setting<Long> SPOOL_BYTES = Setting.of(
            "spoolBytes",
            Kind.bytes("4KB", "1000GB"),
            "256MB",
            "With `spoolDir`: most bytes of events waiting and in flight, instead of `bufferBytes`; at least four times"
                    + " `batchBytes`. The files may take twice that on the disk.");

    /** Whether the spool survives power loss. */
    public static final Setting<String> FSYNC = Setting.of(
            "fsync",
            Kind.choice("none", "seal"),
            "none",
            "With `spoolDir`: `none` survives the death of the process; `seal` also forces each full batch to the disk, which"
                    + " then survives power loss.");

    /** Directory for rejected events. */
    public static final Setting<Path> DEAD_LETTER_DIR = Setting.of(
            "deadLetterDir",
            Kind.path(),
            null,
            "Directory for events that the collector rejected or that became too old, one JSON line each with the reason.");

    /** Bound of the dead letters. */
    public static final Setting<Long> DEAD_LETTER_BYTES = Setting.of(
            "deadLetterBytes",
            Kind.bytes("10KB", "100GB"),
            "100MB",
            "Most bytes in `deadLetterDir`; the oldest files go first.");

    /** Whether events carry an identity. */
    public static final Setting<Boolean> EVENT_ID = Setting.of(
            "eventId",
            Kind.flag(),
            "false",
            "Adds the field `hec.id`, `<instance>-<number>`, to each event, so that duplicates and gaps show in a search. Costs"
                    + " about 40 bytes of ingest per event. Not for raw lines.");

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
            "Effort: 1 to 22 for zstd, 1 to 9 for gzip; 0 is the codec's default (zstd 1, gzip 6).");

    /** Batches in delivery at once. */
    public static final Setting<Integer> MAX_IN_FLIGHT = Setting.of(
            "maxInFlight",
            Kind.integer(1, 64),
            "1",
            "Requests at the same time. Events of the same millisecond share a request wherever possible, so their order is kept"
                    + " also with more than 1.");

    /** Own limit of requests. */
    public static final Setting<Integer> REQUESTS_PER_SECOND = Setting.of(
            "requestsPerSecond",
            Kind.integer(1, 100_000),
            "1000",
            "Most requests in a second. A collector that answers 429 or 503 lowers the pace further for a while.");

    /** Own limit of bytes. */
    public static final Setting<Long> BYTES_PER_SECOND = Setting.of(
            "bytesPerSecond",
            Kind.bytes("1KB", "1000GB"),
            "2GB",
            "Most bytes of events in a second, before compression.");

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
            "Longest time that stopping takes to deliver what is left; the rest stays in the spool, or is dropped and counted.");

    private static final List<Setting<?>> DELIVERY = List.of(
            URL,
            URL_STRATEGY,
            MODE,
            TOKEN,
            TOKEN_FILE,
            TOKEN_ENV,
            TOKEN_PROVIDER,
            AUTH_SCHEME,
            ALLOW_PLAIN_HTTP,
            HEADERS,
            HTTP_VERSION,
            PROXY,
            PROXY_USER,
            PROXY_PASSWORD,
            TLS_TRUST,
            TLS_TRUST_PASSWORD,
            TLS_KEY,
            TLS_KEY_PASSWORD,
            TLS_PINS,
            ACK,
            ACK_TIMEOUT,
            ACK_INTERVAL,
            CHANNEL,
            HOST,
            SOURCE,
            SOURCETYPE,
            INDEX,
            FIELDS,
            EVENT_ID,
            BATCH_BYTES,
            BATCH_EVENTS,
            LINGER,
            BUFFER_BYTES,
            OVERFLOW,
            MAX_BLOCK,
            SPOOL_DIR,
            SPOOL_BYTES,
            FSYNC,
            DEAD_LETTER_DIR,
            DEAD_LETTER_BYTES,
            COMPRESSION,
            COMPRESSION_LEVEL,
            MAX_IN_FLIGHT,
            REQUESTS_PER_SECOND,
            BYTES_PER_SECOND,
            CONNECT_TIMEOUT,
            REQUEST_TIMEOUT,
            RETRY_FOR,
            RETRY_INITIAL,
            RETRY_MAX,
            MAX_PAUSE,
            PARK_INTERVAL,
            DRAIN_TIMEOUT);

    /** All rows, those of {@link EventSetting} too, in the order of the documentation. */
    public static final List<Setting<?>> ALL = all();

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(DELIVERY);
        all.addAll(EventSetting.ALL);
        return Collections.unmodifiableList(all);
    }

    private HecSetting() {}
}
