package dev.hec.receiver.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(s|min|h|d|)");
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Where events and the generated token are kept. */
    public static final Setting<Path> DATA_DIR = new Setting<>(
            "data-dir", "DIR", "hec-data", false, Setting::path, "directory that keeps the events; made if absent");

    /** The token itself. */
    public static final Setting<String> TOKEN = new Setting<>(
            "token",
            "TOKEN",
            "",
            true,
            Setting::token,
            "token that senders and searchers present; a command line can be seen by others, token-file cannot");

    /** A file with the token. */
    public static final Setting<Path> TOKEN_FILE = new Setting<>(
            "token-file",
            "FILE",
            "",
            false,
            Setting::path,
            "file with the token, or with several, one a line; without token and token-file one is generated");

    /** TCP port of {@code java -jar}. */
    public static final Setting<Integer> PORT = new Setting<>(
            "port", "PORT", "8088", false, Setting::port, "port to listen on, 0 to 65535; 0 takes a free one");

    /** Listening address of {@code java -jar}. */
    public static final Setting<String> BIND = new Setting<>(
            "bind",
            "ADDRESS",
            "127.0.0.1",
            false,
            Setting::text,
            "address to listen on; 0.0.0.0 for all, best behind a proxy that speaks TLS");

    /** A file for scripts that start the receiver. */
    public static final Setting<Path> PORT_FILE = new Setting<>(
            "port-file", "FILE", "", false, Setting::path, "file to write the port to once requests are answered");

    /** How long a stop may take. */
    public static final Setting<Duration> DRAIN_TIMEOUT = new Setting<>(
            "drain-timeout",
            "SECONDS",
            "10",
            false,
            Setting::seconds,
            "how long a stop waits for running requests, 0 to 3600 seconds");

    /** How long a stored batch is known. */
    public static final Setting<Duration> DEDUP_FOR = new Setting<>(
            "dedup-for",
            "DURATION",
            "24h",
            false,
            Setting::duration,
            "how long a request with X-Hec-Batch is not stored again after it was stored, up to 30d; 0 turns that off");

    /** How many stored batches are known. */
    public static final Setting<Integer> DEDUP_MAX = new Setting<>(
            "dedup-max",
            "COUNT",
            "1000000",
            false,
            Setting::dedupMax,
            "how many such requests are remembered, 1 to 100000000; each takes about 100 bytes of memory");

    /** The table, in the order of the help. */
    public static final List<Setting<?>> ALL =
            List.of(DATA_DIR, TOKEN, TOKEN_FILE, PORT, BIND, PORT_FILE, DRAIN_TIMEOUT, DEDUP_FOR, DEDUP_MAX);

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

    private static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        return text.strip();
    }

    private static Path path(String text) {
        try {
            return Path.of(text(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path here: " + e.getReason(), e);
        }
    }

    private static int port(String text) {
        return number(text, 0, 65535);
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(number(text, 0, 3600));
    }

    private static int dedupMax(String text) {
        return number(text, 1, 100_000_000);
    }

    /** A whole number with its unit; 0 needs none. */
    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "min" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if ((!matcher.group(2).isEmpty() || count == 0) && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException("is no duration from 0 to 30d, such as 90min or 24h");
    }

    private static int number(String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            number = least - 1;
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException("is not a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** A token as a header can carry it. */
    static String token(String text) {
        String token = text(text);
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("has characters other than visible ASCII, which no header can carry");
        }
        return token;
    }
}
