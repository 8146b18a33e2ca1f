package dev.hec.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A way to read the text of a setting. Immutable.
 *
 * @param expected completes the sentence "expected …" and the table of settings
 * @param parser throws {@code IllegalArgumentException} whose message completes "the text …"
 * @param <T> type of the parsed value
 */
public record Kind<T>(String expected, Function<String, T> parser) {

    private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern PIN = Pattern.compile("sha256/[A-Za-z0-9+/]{43}=");

    static Kind<String> text() {
        return new Kind<>("a text", text -> text);
    }

    static Kind<Boolean> flag() {
        return new Kind<>("true or false, or on or off", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new IllegalArgumentException("is neither");
        });
    }

    static Kind<String> choice(String... words) {
        List<String> known = List.of(words);
        return new Kind<>(
                "one of " + String.join(", ", known),
                text -> known.stream()
                        .filter(text::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("is none of these")));
    }

    /** Several of these words, separated by commas. */
    static Kind<Set<String>> words(String... words) {
        Kind<String> one = choice(words);
        return new Kind<>("some of " + String.join(", ", words) + ", with commas between them", text -> {
            Set<String> given = new LinkedHashSet<>();
            for (String word : text.split(",", -1)) {
                given.add(applyTo(word.strip(), one.parser()));
            }
            return Collections.unmodifiableSet(given);
        });
    }

    /** Names, separated by commas; {@code *} stands for any characters. */
    static Kind<NamePatterns> names() {
        return new Kind<>("names with commas between them, `*` for any characters", NamePatterns::of);
    }

    /** A regular expression, as text, so that settings of the same texts are equal. */
    static Kind<String> regex() {
        return new Kind<>("a regular expression of Java", text -> {
            try {
                if (Pattern.compile(text).matcher("").find()) {
                    throw new IllegalArgumentException("matches the empty text, which is everywhere");
                }
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("cannot be read (" + e.getDescription() + ")", e);
            }
            return text;
        });
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>("a whole number from " + min + " to " + max, text -> {
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a whole number", e);
            }
            return (int) inRange(value, min, max);
        });
    }

    /** Bytes; KB, MB, GB are powers of 1000 as in the collector's limits, KiB, MiB, GiB powers of 1024. */
    static Kind<Long> bytes(String minText, String maxText) {
        long min = Amount.bytes(minText);
        long max = Amount.bytes(maxText);
        return new Kind<>(
                "bytes from " + minText + " to " + maxText + ", such as 500000, 500KB or 1MiB",
                text -> inRange(Amount.bytes(text), min, max));
    }

    static Kind<Duration> duration(String minText, String maxText) {
        Duration min = Amount.duration(minText);
        Duration max = Amount.duration(maxText);
        return new Kind<>(
                "a duration with its unit from " + minText + " to " + maxText + ", such as 500ms, 2s, 15min or 1h",
                text -> {
                    Duration value = Amount.duration(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw new IllegalArgumentException("is out of range");
                    }
                    return value;
                });
    }

    static Kind<List<URI>> httpUrls() {
        return new Kind<>(
                "an address such as https://ingest.us1.sentinelone.net, or several with commas between them",
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(Kind::httpUrl)
                        .toList());
    }

    /** An HTTP proxy; {@code http://} may be left out. */
    static Kind<URI> proxy() {
        return new Kind<>("a proxy such as proxy.example.com:3128", text -> {
            URI url = httpUrl(text.contains("://") ? text : "http://" + text);
            if ("https".equalsIgnoreCase(url.getScheme())) {
                throw new IllegalArgumentException("names a proxy that is spoken to by TLS, which the JDK cannot");
            }
            if (url.getPort() < 0) {
                throw new IllegalArgumentException("names no port");
            }
            return url;
        });
    }

    static Kind<String> guid() {
        return new Kind<>("a GUID such as 8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b", text -> {
            if (!GUID.matcher(text).matches()) {
                throw new IllegalArgumentException("is no GUID");
            }
            return text;
        });
    }

    /** Digests of public keys, {@code sha256/} and Base64 of 32 bytes. */
    static Kind<List<String>> pins() {
        return new Kind<>("pins such as sha256/" + "A".repeat(43) + "=", text -> {
            List<String> pins =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            for (String pin : pins) {
                if (!PIN.matcher(pin).matches()) {
                    throw new IllegalArgumentException(
                            "has \"" + pin + "\", which is not sha256/ and 44 characters of Base64");
                }
            }
            return pins;
        });
    }

    private static URI httpUrl(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL (" + e.getReason() + ")", e);
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("does not start with http:// or https://");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    url.getRawAuthority() == null
                            ? "names no host"
                            : "names a host that is none: only letters, digits, dots and hyphens");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new IllegalArgumentException("names a port that is none: 1 to 65535");
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("holds a user or a fragment, which belong elsewhere");
        }
        return url;
    }

    static Kind<Path> path() {
        return new Kind<>("a path of a file", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is no path (" + e.getReason() + ")", e);
            }
        });
    }

    /** Pairs {@code name=value}, separated by commas, in the order written. */
    static Kind<Map<String, String>> pairs() {
        return new Kind<>("pairs such as env=prod, region=eu", text -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(pair -> !pair.isEmpty())
                    .forEach(pair -> {
                        int equals = pair.indexOf('=');
                        if (equals < 1) {
                            throw new IllegalArgumentException("has \"" + pair + "\" where name=value belongs");
                        }
                        String name = pair.substring(0, equals).strip();
                        if (pairs.put(name, pair.substring(equals + 1).strip()) != null) {
                            throw new IllegalArgumentException("has \"" + name + "\" twice");
                        }
                    });
            return pairs;
        });
    }

    /** As {@link #pairs}, of secrets. */
    static Kind<Map<String, String>> headers() {
        return new Kind<>("pairs such as X-Tenant=blue, X-Gateway-Key=0123", RequestHeaders::parse);
    }

    /** Pairs whose names are some of these words; a value may be empty. */
    static Kind<Map<String, String>> pairsNamed(List<String> words, String example) {
        Function<String, String> word = choice(words.toArray(String[]::new)).parser();
        return new Kind<>("pairs such as " + example + ", with names out of " + String.join(", ", words), text -> {
            Map<String, String> known = new LinkedHashMap<>();
            pairs().parser().apply(text).forEach((name, value) -> {
                if (known.put(applyTo(name, word), value) != null) {
                    throw new IllegalArgumentException("has \"" + name + "\" twice");
                }
            });
            return known;
        });
    }

    /** Pairs whose values are some of these words. */
    static Kind<Map<String, String>> pairsValued(List<String> words, String example) {
        Function<String, String> word = choice(words.toArray(String[]::new)).parser();
        return new Kind<>("pairs such as " + example + ", with values out of " + String.join(", ", words), text -> {
            Map<String, String> known = new LinkedHashMap<>();
            pairs().parser().apply(text).forEach((name, value) -> known.put(name, applyTo(value, word)));
            return known;
        });
    }

    private static String applyTo(String text, Function<String, String> word) {
        try {
            return word.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has \"" + text + "\", which is none of these", e);
        }
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("is out of range");
        }
        return value;
    }
}
