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

/**
 * How texts of settings are read. Each method throws {@link IllegalArgumentException} with a message that completes "the value
 * …". Stateless and thread-safe.
 */
final class SettingTexts {

    private static final long LEAST_RETAINED = 100_000_000;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(s|min|h|d|)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,18}) ?(|[kmgt]i?b)");

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

    static Duration seconds(String text) {
        return Duration.ofSeconds(number(text, 0, 3600));
    }

    /** A whole number with its unit; 0 needs none. */
    static Function<String, Duration> duration(int mostDays) {
        return text -> {
            Matcher matcher = DURATION.matcher(text.strip());
            if (matcher.matches()) {
                long count = Long.parseLong(matcher.group(1));
                Duration duration = switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "min" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
                boolean unit = !matcher.group(2).isEmpty() || count == 0;
                if (unit && duration.compareTo(Duration.ofDays(mostDays)) <= 0) {
                    return duration;
                }
            }
            throw new IllegalArgumentException("is no duration from 0 to " + mostDays + "d, such as 90min or 24h");
        };
    }

    /** A number of bytes: KB, MB, GB, TB are powers of 1000, KiB, MiB, GiB, TiB powers of 1024, as in the appenders. */
    static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is no size such as 64MB, 2GiB or 1048576");
        }
        String unit = matcher.group(2);
        long bytes = Long.parseLong(matcher.group(1));
        int power = unit.isEmpty() ? 0 : 1 + "kmgt".indexOf(unit.charAt(0));
        try {
            for (int i = 0; i < power; i++) {
                bytes = Math.multiplyExact(bytes, unit.length() == 3 ? 1024L : 1000L);
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
