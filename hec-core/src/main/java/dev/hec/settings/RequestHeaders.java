package dev.hec.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers that a user adds to each request, and what is wrong with them. Pure.
 *
 * <p>No message repeats a text: values are secrets, and a pair written with another sign than {@code =} has its value where
 * the name belongs. Only the names that this class knows are shown, and those of pairs that are well-formed.
 */
final class RequestHeaders {

    /** RFC 9110, section 5.6.2. */
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** Headers that come from settings, and from which. */
    private static final Map<String, String> SETTINGS = Map.of(
            "authorization", "give token and authScheme",
            "proxy-authorization", "give proxyUser and proxyPassword",
            "content-encoding", "give compression",
            "x-splunk-request-channel", "give channel");

    /** Headers that are about this very request or connection, so that only the one who sends it can know them. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-hec-batch");

    private RequestHeaders() {}

    /** Reads pairs as {@link Kind#pairs} does, but never repeats them. */
    static Map<String, String> parse(String text) {
        Map<String, String> pairs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 1) {
                String name = pair.substring(0, equals).strip();
                if (pairs.put(name, pair.substring(equals + 1).strip()) != null) {
                    throw new IllegalArgumentException("has a name twice");
                }
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException("has a part without name=");
            }
        }
        return pairs;
    }

    /**
     * Puts together what is listed and what was added singly; of the same name in any letter case the latter counts.
     *
     * @param values told of each header that cannot be sent
     */
    static Map<String, String> check(@Nullable Map<String, String> listed, Map<String, String> added, Values values) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map<String, String> source : listed == null ? List.of(added) : List.of(listed, added)) {
            headers.putAll(source);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String wrong = wrong(header.getKey(), header.getValue());
            if (wrong != null) {
                values.problem("headers: " + wrong);
            }
        }
        // A map of the usual equality, since settings are compared.
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static @Nullable String wrong(String name, String value) {
        if (!name.matches(TOKEN)) {
            return "one has a name that is none; write name=value, the name of letters, digits and hyphens";
        }
        String known = name.toLowerCase(Locale.ROOT);
        if (SETTINGS.containsKey(known)) {
            return name + " is sent as other settings say; " + SETTINGS.get(known) + " instead";
        }
        if (OURS.contains(known)) {
            return name + " belongs to the appender, which sends what is right; leave it out";
        }
        if (value.isBlank()) {
            return name + " has no value; give one, or leave it out";
        }
        if (value.contains("${") || value.endsWith("_IS_UNDEFINED")) {
            return "a variable in the value of " + name + " has no value; set it in the environment of the application";
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7f))) {
            return "the value of " + name + " holds a character that an HTTP header cannot carry, such as a line break;"
                    + " keep to ASCII";
        }
        return null;
    }
}
