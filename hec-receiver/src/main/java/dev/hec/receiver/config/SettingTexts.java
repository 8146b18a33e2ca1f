package dev.hec.receiver.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How texts of settings are read. Each method throws {@link IllegalArgumentException} with a message that completes "the value
 * …". Stateless and thread-safe.
 */
final class SettingTexts {

    private static final long LEAST_RETAINED = 100_000_000;
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18}) ?([a-z]*)");

    private static final String UNITS_OF_TIME = "s, m or min, h, d, w, such as 90min or 24h";
    private static final String UNITS_OF_SIZE =
            "KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024), such as 64MB or 2GiB";

    private SettingTexts() {}

    static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        return text.strip();
    }

    static Path path(String text) {
        try {
            return Path.of(text(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path here: " + e.getReason(), e);
        }
    }

    static boolean yes(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    static Function<String, Integer> number(int least, int most) {
        return text -> number(text, least, most);
    }

    /** A number of seconds, or a duration with its unit. */
    static Duration seconds(String text) {
        boolean bare = text.strip().matches("\\d{1,9}");
        Duration duration = durationOrNull(bare ? text.strip() + "s" : text);
        if (duration == null || duration.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "is no duration from 0 to 3600 seconds; write a number of seconds, or one with a unit: "
                            + UNITS_OF_TIME);
        }
        return duration;
    }

    /** A whole number with its unit; 0 needs none. */
    static Function<String, Duration> duration(int mostDays) {
        return text -> {
            Duration duration = durationOrNull(text);
            if (duration == null || duration.compareTo(Duration.ofDays(mostDays)) > 0) {
                throw new IllegalArgumentException("is no duration from 0 to " + mostDays
                        + "d; write a whole number and a unit: " + UNITS_OF_TIME);
            }
            return duration;
        };
    }

    private static @Nullable Duration durationOrNull(String text) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches() || amount.group(1).length() > 9) {
            return null;
        }
        long count = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "s", "sec", "second", "seconds" -> Duration.ofSeconds(count);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(count);
            case "h", "hour", "hours" -> Duration.ofHours(count);
            case "d", "day", "days" -> Duration.ofDays(count);
            case "w", "week", "weeks" -> Duration.ofDays(7 * count);
            case "" -> count == 0 ? Duration.ZERO : null;
            default -> null;
        };
    }

    /** A number of bytes: K or KB and so on are powers of 1000, Ki or KiB and so on powers of 1024, as in the appenders. */
    static long bytes(String text) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches() || !amount.group(2).matches("|b|[kmgt](i?b|i)?")) {
            throw new IllegalArgumentException(
                    "is no size; write a whole number of bytes, or one with a unit: " + UNITS_OF_SIZE);
        }
        String unit = amount.group(2);
        long bytes = Long.parseLong(amount.group(1));
        int power = unit.isEmpty() ? 0 : 1 + "kmgt".indexOf(unit.charAt(0)); // none for b either
        try {
            for (int i = 0; i < power; i++) {
                bytes = Math.multiplyExact(bytes, unit.contains("i") ? 1024L : 1000L);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is larger than any disk", e);
        }
    }

    /** Disk for all events together: 0 for all there is, or enough for the journal to take bodies in while the index works. */
    static long retained(String text) {
        long bytes = bytes(text);
        if (bytes > 0 && bytes < LEAST_RETAINED) {
            throw new IllegalArgumentException(
                    "is too little to take in what senders send; the least is 100MB, 0 is no limit");
        }
        return bytes;
    }

    /** Origins as browsers write them, separated by commas. */
    static List<String> origins(String text) {
        List<String> origins = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String origin = part.strip();
            if (origin.isEmpty()) {
                continue;
            }
            if (!isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "has \"" + origin + "\", which is no origin such as https://logs.example.com");
            }
            origins.add(origin);
        }
        return List.copyOf(origins);
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            return uri.getHost() != null && uri.getRawUserInfo() == null && origin.equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static LogFormat logFormat(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw new IllegalArgumentException("is neither text nor json");
        };
    }

    /** A token as a header can carry it. */
    static String token(String text) {
        String token = text(text);
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("has characters other than visible ASCII, which no header can carry");
        }
        return token;
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
}
