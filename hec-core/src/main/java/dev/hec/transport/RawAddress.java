package dev.hec.transport;

import dev.hec.format.EventDefaults;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address of a raw endpoint with metadata and fields as query parameters: raw lines have no other place for them.
 * Immutable.
 *
 * <p>The query that the address has stays in front, and a name in it is not added again: collectors differ in which of two
 * they believe. Raw lines carry no time either; the collector gives each the time of its arrival, or what its parser finds.
 *
 * <p>Source of the form: the vendor's article, section "Format for the /raw endpoint".
 *
 * @param url the complete address
 * @param problems what could not go into it, a sentence for people each
 */
public record RawAddress(URI url, List<String> problems) {

    /** Content type of raw lines, that of the vendor's examples. */
    public static final String CONTENT_TYPE = "text/plain";

    /** Names that mean something to a collector, so that a field under such a name would be taken for that. */
    private static final Set<String> PROTOCOL =
            Set.of("channel", "token", "host", "source", "sourcetype", "index", "time", "auto_extract_timestamp");

    /** What servers commonly allow for a whole head is 8 KB. */
    private static final int MAX_CHARS = 6_000;

    /**
     * Puts metadata and fields into an address.
     *
     * @param endpoint address of a raw endpoint
     */
    public static RawAddress of(URI endpoint, EventDefaults defaults) {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "host", defaults.host());
        put(parameters, "source", defaults.source());
        put(parameters, "sourcetype", defaults.sourcetype());
        put(parameters, "index", defaults.index());
        List<String> problems = new ArrayList<>();
        defaults.fields().forEach((name, value) -> {
            if (name.isEmpty() || PROTOCOL.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add("fields: \"" + name + "\" cannot be a field of raw lines, where collectors read it as a"
                        + " parameter of theirs; it is left out");
            } else {
                parameters.put(name, value);
            }
        });
        String query = endpoint.getRawQuery() == null ? "" : endpoint.getRawQuery();
        StringBuilder all = new StringBuilder(query);
        Set<String> taken = names(query);
        parameters.forEach((name, value) -> {
            if (!taken.contains(name)) {
                all.append(all.length() == 0 ? "" : "&")
                        .append(encode(name))
                        .append('=')
                        .append(encode(value));
            } else if (!name.equals("host")) {
                // A host nobody has set is that of the machine; that the address knows better is no problem.
                problems.add("url: has \"" + name + "\" already; the one among the settings is left out");
            }
        });
        URI url = URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath()
                + (all.length() == 0 ? "" : "?" + all));
        int chars = url.toString().length();
        if (chars > MAX_CHARS) {
            problems.add(
                    "fields: make an address of " + chars + " characters, which many servers refuse; shorten them");
        }
        return new RawAddress(url, List.copyOf(problems));
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static Set<String> names(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(parameter -> URLDecoder.decode(parameter.replaceFirst("=.*", ""), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    /** For everybody: a plus means a space to some readers of queries only. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
