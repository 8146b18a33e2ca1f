package dev.hec.receiver.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One row of the settings table. Immutable.
 *
 * <p>A setting {@code data-dir} is written {@code --data-dir} on the command line, {@code hec.data-dir} as a system property and
 * {@code HEC_DATA_DIR} in the environment.
 *
 * @param <T> type of its value
 * @param name its name
 * @param argument what stands for the value in the help
 * @param defaultText the value where nothing is set, as text; empty for none
 * @param secret whether its value must never be printed
 * @param parser reads the text; throws {@link IllegalArgumentException} with a message that completes "the value …"
 * @param sentence what it does
 */
public record Setting<T>(
        String name, String argument, String defaultText, boolean secret, Function<String, T> parser, String sentence) {

    /** A file with settings. */
    public static final Setting<Path> CONFIG =
            row("config", "FILE", "", SettingTexts::path, "properties file with settings, one NAME=VALUE a line");

    /** Where events and the generated token are kept. */
    public static final Setting<Path> DATA_DIR =
            row("data-dir", "DIR", "hec-data", SettingTexts::path, "directory that keeps the events; made if absent");

    /** The token itself. */
    public static final Setting<String> TOKEN = new Setting<>(
            "token",
            "TOKEN",
            "",
            true,
            SettingTexts::token,
            "token that senders and searchers present; a command line can be seen by others, token-file cannot");

    /** A file with the token. */
    public static final Setting<Path> TOKEN_FILE = row(
            "token-file",
            "FILE",
            "",
            SettingTexts::path,
            "file with the token, or with several, one a line; without token, token-file and tokens one is generated");

    /** A file that defines tokens. */
    public static final Setting<Path> TOKENS = row(
            "tokens",
            "FILE",
            "",
            SettingTexts::path,
            "YAML or JSON file that defines tokens with their rights, defaults and limits; read again when it changes");

    /** Whether reading needs no token on this machine. */
    public static final Setting<Boolean> LOCAL_READS = row(
            "local-reads",
            "true|false",
            "true",
            SettingTexts::yes,
            "whether search and the page need no token while java -jar listens on a loopback address only");

    /** Definitions of parsers. */
    public static final Setting<Path> PARSERS = row(
            "parsers",
            "DIR",
            "",
            SettingTexts::path,
            "directory with definitions of parsers beside the shipped ones; read again when it changes");

    /** TCP port of {@code java -jar}. */
    public static final Setting<Integer> PORT = row(
            "port", "PORT", "8088", SettingTexts.number(0, 65535), "port to listen on, 0 to 65535; 0 takes a free one");

    /** Listening address of {@code java -jar}. */
    public static final Setting<String> BIND = row(
            "bind", "ADDRESS", "127.0.0.1", SettingTexts::text, "address to listen on; 0.0.0.0 for all, best with TLS");

    /** A file for scripts that start the receiver. */
    public static final Setting<Path> PORT_FILE =
            row("port-file", "FILE", "", SettingTexts::path, "file to write the port to once requests are answered");

    /** The certificate of {@code java -jar}. */
    public static final Setting<Path> TLS_CERTIFICATE = row(
            "tls-certificate",
            "FILE",
            "",
            SettingTexts::path,
            "PEM file with the certificate and its chain; with it, java -jar speaks https only");

    /** The key of the certificate. */
    public static final Setting<Path> TLS_KEY =
            row("tls-key", "FILE", "", SettingTexts::path, "PEM file with the private key of tls-certificate");

    /** How long a stop may take. */
    public static final Setting<Duration> DRAIN_TIMEOUT = row(
            "drain-timeout",
            "SECONDS",
            "10",
            SettingTexts::seconds,
            "how long a stop waits for running requests, 0 to 3600 seconds; another unit may be written, such as 2min");

    /** How long a stored batch is known. */
    public static final Setting<Duration> DEDUP_FOR = row(
            "dedup-for",
            "DURATION",
            "24h",
            SettingTexts.duration(30),
            "how long a request with X-Hec-Batch is not stored again after it was stored, up to 30d; 0 turns that off");

    /** How many stored batches are known. */
    public static final Setting<Integer> DEDUP_MAX = row(
            "dedup-max",
            "COUNT",
            "1000000",
            SettingTexts.number(1, 100_000_000),
            "how many such requests are remembered, 1 to 100000000; each takes about 100 bytes of memory");

    /** Whether envelopes inherit. */
    public static final Setting<Boolean> INHERIT_METADATA = row(
            "inherit-metadata",
            "true|false",
            "false",
            SettingTexts::yes,
            "whether an event without host, source, sourcetype or index takes that of the event before it in its request");

    /** How long events are kept. */
    public static final Setting<Duration> RETAIN_FOR = row(
            "retain-for",
            "DURATION",
            "0",
            SettingTexts.duration(36_500),
            "how long events are kept after their arrival; 0 for ever");

    /** How much disk events may take. */
    public static final Setting<Long> RETAIN_BYTES = row(
            "retain-bytes",
            "SIZE",
            "0",
            SettingTexts::retained,
            "disk that events may take together, 100MB at least; beyond it the oldest are removed; 0 for all there is");

    /** Disk that is left alone. */
    public static final Setting<Long> MIN_FREE_BYTES = row(
            "min-free-bytes",
            "SIZE",
            "64MB",
            SettingTexts::bytes,
            "free space of the disk below which events are refused until there is more");

    /** Requests a sender may make. */
    public static final Setting<Integer> REQUESTS_PER_SECOND = row(
            "requests-per-second",
            "COUNT",
            "1000",
            SettingTexts.number(0, 1_000_000),
            "requests a second that the tokens of one owner may send together; 0 for no limit");

    /** Bytes a sender may send. */
    public static final Setting<Long> BYTES_PER_SECOND = row(
            "bytes-per-second",
            "SIZE",
            "2GB",
            SettingTexts::bytes,
            "uncompressed bytes a second that the tokens of one owner may send together; 0 for no limit");

    /** Who may call from a browser. */
    public static final Setting<List<String>> CORS_ORIGINS = row(
            "cors-origins",
            "ORIGINS",
            "",
            SettingTexts::origins,
            "origins of web pages that may send and search, separated by commas; none by default");

    /** A line for each request. */
    public static final Setting<String> ACCESS_LOG =
            row("access-log", "FILE|-", "", SettingTexts::text, "file for one line a request, - for standard output");

    /** The receiver's own log. */
    public static final Setting<LogFormat> LOG_FORMAT = row(
            "log-format",
            "text|json",
            "text",
            SettingTexts::logFormat,
            "how java -jar writes its own log: lines for people, or one JSON object a line");

    /** Faults on demand. */
    public static final Setting<Boolean> FAULTS = row(
            "faults",
            "true|false",
            "false",
            SettingTexts::yes,
            "whether /admin/faults makes the receiver fail on demand, for tests of senders; never in production");

    /** The table, in the order of the help. */
    public static final List<Setting<?>> ALL = List.of(
            CONFIG,
            DATA_DIR,
            TOKEN,
            TOKEN_FILE,
            TOKENS,
            LOCAL_READS,
            PARSERS,
            PORT,
            BIND,
            PORT_FILE,
            TLS_CERTIFICATE,
            TLS_KEY,
            DRAIN_TIMEOUT,
            DEDUP_FOR,
            DEDUP_MAX,
            INHERIT_METADATA,
            RETAIN_FOR,
            RETAIN_BYTES,
            MIN_FREE_BYTES,
            REQUESTS_PER_SECOND,
            BYTES_PER_SECOND,
            CORS_ORIGINS,
            ACCESS_LOG,
            LOG_FORMAT,
            FAULTS);

    /** {@code --data-dir}. */
    public String option() {
        return "--" + name;
    }

    /** {@code hec.data-dir}. */
    public String property() {
        return "hec." + name;
    }

    /** {@code HEC_DATA_DIR}. */
    public String variable() {
        return "HEC_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static <T> Setting<T> row(
            String name, String argument, String defaultText, Function<String, T> parser, String sentence) {
        return new Setting<>(name, argument, defaultText, false, parser, sentence);
    }
}
