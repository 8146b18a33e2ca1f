package dev.hec.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A way to read the text of a setting. Immutable.
 *
 * <p>Each kind is a class and not a lambda, and nothing here uses a stream: the table of settings is made on the thread that starts the
 * application, where linking a lambda takes as long as loading several classes.
 *
 * @param <T> type of the parsed value
 */
public abstract class Kind<T> {

    private static final String GUID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
    private static final String PIN = "sha256/[A-Za-z0-9+/]{43}=";

    private final String expected;

    private Kind(String expected) {
        this.expected = expected;
    }

    /** Completes the sentence "expected …" and the table of settings. */
    public final String expected() {
        return expected;
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it is none of this kind; its message completes "the text …"
     */
    public abstract T parse(String text);

    static Kind<String> text() {
        return new Kind<>("a text") {
            @Override
            public String parse(String text) {
                return text;
            }
        };
    }

    static Kind<Boolean> flag() {
        return new Kind<>("true or false, or on or off") {
            @Override
            public Boolean parse(String text) {
                return switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "on" -> true;
                    case "false", "off" -> false;
                    default -> throw new IllegalArgumentException("is neither");
                };
            }
        };
    }

    static Kind<String> choice(String... words) {
        List<String> known = List.of(words);
        return new Kind<>("one of " + String.join(", ", known)) {
            @Override
            public String parse(String text) {
                for (String word : known) {
                    if (word.equalsIgnoreCase(text)) {
                        return word;
                    }
                }
                throw new IllegalArgumentException("is none of these");
            }
        };
    }

    /** Several of these words, separated by commas. */
    static Kind<Set<String>> words(String... words) {
        Kind<String> one = choice(words);
        return new Kind<>("some of " + String.join(", ", words) + ", with commas between them") {
            @Override
            public Set<String> parse(String text) {
                Set<String> given = new LinkedHashSet<>();
                for (String word : parts(text)) {
                    given.add(oneOf(one, word));
                }
                return Collections.unmodifiableSet(given);
            }
        };
    }

    /** Names, separated by commas; {@code *} stands for any characters. */
    static Kind<NamePatterns> names() {
        return new Kind<>("names with commas between them, `*` for any characters") {
            @Override
            public NamePatterns parse(String text) {
                return NamePatterns.of(text);
            }
        };
    }

    /** A regular expression, as text, so that settings of the same texts are equal. */
    static Kind<String> regex() {
        return new Kind<>("a regular expression of Java") {
            @Override
            public String parse(String text) {
                try {
                    if (Pattern.compile(text).matcher("").find()) {
                        throw new IllegalArgumentException("matches the empty text, which is everywhere");
                    }
                } catch (PatternSyntaxException e) {
                    throw new IllegalArgumentException("cannot be read (" + e.getDescription() + ")", e);
                }
                return text;
            }
        };
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>("a whole number from " + min + " to " + max) {
            @Override
            public Integer parse(String text) {
                long value;
                try {
                    value = Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("is not a whole number", e);
                }
                return (int) inRange(value, min, max);
            }
        };
    }

    /** Bytes; KB, MB, GB are powers of 1000 as in the collector's limits, KiB, MiB, GiB powers of 1024. */
    static Kind<Long> bytes(String min, String max) {
        return new Kind<>("bytes from " + min + " to " + max + ", such as 500000, 500KB or 1MiB") {
            @Override
            public Long parse(String text) {
                return inRange(Amount.bytes(text), Amount.bytes(min), Amount.bytes(max));
            }
        };
    }

    static Kind<Duration> duration(String min, String max) {
        return new Kind<>("a duration with its unit from " + min + " to " + max + ", such as 500ms, 2s, 15min or 1h") {
            @Override
            public Duration parse(String text) {
                Duration value = Amount.duration(text);
                inRange(
                        value.toMillis(),
                        Amount.duration(min).toMillis(),
                        Amount.duration(max).toMillis());
                return value;
            }
        };
    }

    static Kind<List<URI>> httpUrls() {
        return new Kind<>(
                "an address such as https://ingest.us1.sentinelone.net, or several with commas between them") {
            @Override
            public List<URI> parse(String text) {
                List<URI> urls = new ArrayList<>();
                for (String part : parts(text)) {
                    urls.add(httpUrl(part));
                }
                return Collections.unmodifiableList(urls);
            }
        };
    }

    /** An HTTP proxy; {@code http://} may be left out. */
    static Kind<URI> proxy() {
        return new Kind<>("a proxy such as proxy.example.com:3128") {
            @Override
            public URI parse(String text) {
                URI url = httpUrl(text.contains("://") ? text : "http://" + text);
                if ("https".equalsIgnoreCase(url.getScheme())) {
                    throw new IllegalArgumentException("names a proxy that is spoken to by TLS, which the JDK cannot");
                }
                if (url.getPort() < 0) {
                    throw new IllegalArgumentException("names no port");
                }
                return url;
            }
        };
    }

    static Kind<String> guid() {
        return new Kind<>("a GUID such as 8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b") {
            @Override
            public String parse(String text) {
                if (!text.matches(GUID)) {
                    throw new IllegalArgumentException("is no GUID");
                }
                return text;
            }
        };
    }

    /** Digests of public keys, {@code sha256/} and Base64 of 32 bytes. */
    static Kind<List<String>> pins() {
        return new Kind<>("pins such as sha256/" + "A".repeat(43) + "=") {
            @Override
            public List<String> parse(String text) {
                List<String> pins = parts(text);
                for (String pin : pins) {
                    if (!pin.matches(PIN)) {
                        throw new IllegalArgumentException(
                                "has \"" + pin + "\", which is not sha256/ and 44 characters of Base64");
                    }
                }
                return pins;
            }
        };
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
        return new Kind<>("a path of a file") {
            @Override
            public Path parse(String text) {
                try {
                    return Path.of(text);
                } catch (InvalidPathException e) {
                    throw new IllegalArgumentException("is no path (" + e.getReason() + ")", e);
                }
            }
        };
    }

    /** Pairs {@code name=value}, separated by commas, in the order written. */
    static Kind<Map<String, String>> pairs() {
        return new Kind<>("pairs such as env=prod, region=eu") {
            @Override
            public Map<String, String> parse(String text) {
                Map<String, String> pairs = new LinkedHashMap<>();
                for (String pair : parts(text)) {
                    int equals = pair.indexOf('=');
                    if (equals < 1 && !pair.isEmpty()) {
                        throw new IllegalArgumentException("has \"" + pair + "\" where name=value belongs");
                    }
                    if (!pair.isEmpty()) {
                        String name = pair.substring(0, equals).strip();
                        if (pairs.put(name, pair.substring(equals + 1).strip()) != null) {
                            throw twice(name);
                        }
                    }
                }
                return pairs;
            }
        };
    }

    /** As {@link #pairs}, of secrets. */
    static Kind<Map<String, String>> headers() {
        return new Kind<>("pairs such as X-Tenant=blue, X-Gateway-Key=0123") {
            @Override
            public Map<String, String> parse(String text) {
                return RequestHeaders.parse(text);
            }
        };
    }

    /** Pairs whose names are some of these words; a value may be empty. */
    static Kind<Map<String, String>> pairsNamed(List<String> words, String example) {
        Kind<String> word = choice(words.toArray(new String[0]));
        Kind<Map<String, String>> pairs = pairs();
        return new Kind<>("pairs such as " + example + ", with names out of " + String.join(", ", words)) {
            @Override
            public Map<String, String> parse(String text) {
                Map<String, String> known = new LinkedHashMap<>();
                for (Map.Entry<String, String> pair : pairs.parse(text).entrySet()) {
                    if (known.put(oneOf(word, pair.getKey()), pair.getValue()) != null) {
                        throw twice(pair.getKey());
                    }
                }
                return known;
            }
        };
    }

    /** Pairs whose values are some of these words. */
    static Kind<Map<String, String>> pairsValued(List<String> words, String example) {
        Kind<String> word = choice(words.toArray(new String[0]));
        Kind<Map<String, String>> pairs = pairs();
        return new Kind<>("pairs such as " + example + ", with values out of " + String.join(", ", words)) {
            @Override
            public Map<String, String> parse(String text) {
                Map<String, String> known = pairs.parse(text);
                for (Map.Entry<String, String> pair : known.entrySet()) {
                    pair.setValue(oneOf(word, pair.getValue()));
                }
                return known;
            }
        };
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parts.add(part.strip());
        }
        return Collections.unmodifiableList(parts);
    }

    private static String oneOf(Kind<String> word, String text) {
        try {
            return word.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has \"" + text + "\", which is none of these", e);
        }
    }

    private static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("has \"" + name + "\" twice");
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("is out of range");
        }
        return value;
    }
}
