package dev.hec.settings;

import dev.hec.format.EventWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings as texts, as an adapter reads them from its framework's configuration; parsed once, all problems told together.
 * Not thread-safe.
 */
public final class HecConfig {

    private static final String EVENT_PATH = "/services/collector/event";
    private static final String RAW_PATH = "/services/collector/raw";
    private static final String COLLECTOR_PATH = "/services/collector";
    private static final long DEFAULT_BUFFER_BYTES = 32_000_000;
    private static final int GZIP_MAX_LEVEL = 9;
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(?i)[?&]token=");
    private static final Pattern ENDPOINT = Pattern.compile(COLLECTOR_PATH + "/?(event|raw|ack|health|)(/|$)");

    private static final List<Setting<?>> TOKEN_SOURCES =
            List.of(HecSetting.TOKEN, HecSetting.TOKEN_FILE, HecSetting.TOKEN_ENV, HecSetting.TOKEN_PROVIDER);

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String tlsOrigin;
    private final SplunkTexts splunk = new SplunkTexts();

    /** A configuration without any text. */
    public HecConfig() {}

    /**
     * Sets the text of a setting; a null or blank text unsets it.
     *
     * @param name a name of {@link HecSetting#ALL} or {@link SplunkName#ALL}, in any letter case
     * @throws IllegalArgumentException if there is no such setting
     */
    public void set(String name, @Nullable String text) {
        Optional<Setting<?>> setting = HecSetting.ALL.stream()
                .filter(row -> row.name().equalsIgnoreCase(name))
                .findFirst();
        Optional<SplunkName> old = SplunkName.of(name);
        if (setting.isEmpty() && old.isEmpty()) {
            throw new IllegalArgumentException("there is no setting \"" + name + "\"; there are " + names());
        }
        setting.ifPresent(row -> texts.remove(row.name()));
        old.ifPresent(splunk::remove);
        if (text == null || text.isBlank()) {
            return;
        }
        String stripped = text.strip();
        if (setting.isPresent() && (old.isEmpty() || !SplunkName.isNumber(stripped))) {
            texts.put(setting.get().name(), stripped);
        } else {
            splunk.put(old.orElseThrow(), stripped);
        }
    }

    private static String names() {
        return HecSetting.ALL.stream().map(Setting::name).collect(Collectors.joining(", "));
    }

    /** Adds a field to every event, beside those of the setting {@code fields}, which it overrides. */
    public void addField(String name, String value) {
        fields.put(name, value);
    }

    /** Adds a header to every request, beside those of the setting {@code headers}, which it overrides. */
    public void addHeader(String name, String value) {
        headers.put(name, value);
    }

    /**
     * Says that the client will be opened with an {@code SSLContext}, which leaves no room for some settings.
     *
     * @param origin what gives the context, as users write it, such as {@code <ssl>}; null if there is none
     */
    public void setTlsOrigin(@Nullable String origin) {
        tlsOrigin = origin;
    }

    /**
     * Reads all texts.
     *
     * @throws ConfigException if this configuration cannot work
     */
    public HecSettings parse() throws ConfigException {
        List<String> problems = new ArrayList<>();
        Values values = new Values(problems, splunk);
        Map<String, String> all = new LinkedHashMap<>(texts);
        splunk.translate(all, problems);
        for (Setting<?> setting : HecSetting.ALL) {
            values.read(setting, all);
        }
        checkUrls(values);
        checkToken(values);
        checkSizes(values);
        checkSpool(values);
        checkCompression(values);
        GivenTls.check(tlsOrigin, texts.keySet(), values::problem);
        values.put(HecSetting.HEADERS, RequestHeaders.check(values.find(HecSetting.HEADERS), headers, values::problem));
        if (values.find(HecSetting.HOST) == null) {
            values.put(HecSetting.HOST, MachineName.find());
        }
        Map<String, String> allFields = new LinkedHashMap<>();
        Map<String, String> listed = values.find(HecSetting.FIELDS);
        if (listed != null) {
            allFields.putAll(listed);
        }
        allFields.putAll(fields);
        values.put(HecSetting.FIELDS, Collections.unmodifiableMap(allFields));
        checkOverhead(values);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return values.settings();
    }

    /**
     * Tells, in one sentence, which texts came under names of {@link SplunkName} and what they are taken for; nothing if none
     * did. After {@link #parse}.
     *
     * @param info takes the sentence
     * @param warning takes it instead if something that an option did is not done here
     */
    public void tellOldNames(Consumer<String> info, Consumer<String> warning) {
        splunk.tell(info, warning);
    }

    private static void checkUrls(Values values) {
        List<URI> urls = values.find(HecSetting.URL);
        if (urls == null) {
            values.requireText(HecSetting.URL, "url is missing; give the address of the collector");
            return;
        }
        boolean raw = "raw".equals(values.find(HecSetting.MODE));
        values.put(
                HecSetting.URL,
                urls.stream().map(url -> checkUrl(values, url, raw)).toList());
        if (urls.stream().distinct().count() < urls.size()) {
            values.problem("url: names the same address twice; name each once");
        }
    }

    private static URI checkUrl(Values values, URI url, boolean raw) {
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        String address = url.getScheme() + "://" + url.getRawAuthority();
        if (plain && !isLoopback(url.getHost()) && !Boolean.TRUE.equals(values.find(HecSetting.ALLOW_PLAIN_HTTP))) {
            values.problem("url: " + address
                    + " would show the token to the network; use https, or set allowPlainHttp to true");
        }
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        if (TOKEN_IN_QUERY.matcher(query).find()) {
            values.problem("url: holds a token, which addresses do not keep secret; give it as token");
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String wanted = raw ? RAW_PATH : EVENT_PATH;
        Matcher endpoint = ENDPOINT.matcher(path);
        if (!path.contains(COLLECTOR_PATH)) {
            // Put together from its parts: resolving would take a path of two slashes for the name of a host.
            return URI.create(address + path.replaceAll("/+$", "") + wanted + query);
        }
        Set<String> fitting = raw ? Set.of("raw") : Set.of("event", "");
        if (endpoint.find() && !fitting.contains(endpoint.group(1))) {
            values.problem("url: " + path + " takes other data than " + (raw ? "raw lines" : "events")
                    + "; end it with " + wanted);
        }
        return url;
    }

    /** By name only: a configuration must not wait for a name server. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    private void checkToken(Values values) {
        String token = values.find(HecSetting.TOKEN);
        List<String> given = TOKEN_SOURCES.stream()
                .map(Setting::name)
                .filter(texts::containsKey)
                .toList();
        if (given.isEmpty()) {
            values.problem("token is missing; give token, tokenFile, tokenEnv or tokenProvider");
        } else if (given.size() > 1) {
            values.problem(String.join(" and ", given) + " are both given; keep one of them");
        }
        if (token != null && (token.contains("${") || token.endsWith("_IS_UNDEFINED"))) {
            values.problem("token: a variable in it has no value; set it in the environment of the application");
        } else if (token != null && !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            values.problem("token: holds a character that an HTTP header cannot carry, such as a space or line break");
        }
    }

    private static void checkSizes(Values values) {
        Long batchBytes = values.find(HecSetting.BATCH_BYTES);
        Long bufferBytes = values.find(HecSetting.BUFFER_BYTES);
        if (batchBytes != null && bufferBytes == null) {
            long share = Math.min(DEFAULT_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / 20);
            values.put(HecSetting.BUFFER_BYTES, Math.max(share, 2 * batchBytes));
        } else if (batchBytes != null && bufferBytes != null && bufferBytes < 2 * batchBytes) {
            values.problem("bufferBytes: " + bufferBytes + " is less than twice batchBytes (" + batchBytes
                    + "); raise bufferBytes or lower batchBytes");
        }
    }

    private static void checkSpool(Values values) {
        Long batchBytes = values.find(HecSetting.BATCH_BYTES);
        Long spoolBytes = values.find(HecSetting.SPOOL_BYTES);
        if (values.find(HecSetting.SPOOL_DIR) != null
                && batchBytes != null
                && spoolBytes != null
                && spoolBytes < 4 * batchBytes) {
            values.problem("spoolBytes: " + spoolBytes + " is less than four times batchBytes (" + batchBytes
                    + "); raise spoolBytes or lower batchBytes");
        }
    }

    /** So that there is always room for an event, be it only a notice that the event itself was too large. */
    private static void checkOverhead(Values values) {
        if ("raw".equals(values.find(HecSetting.MODE))) {
            if (Boolean.TRUE.equals(values.find(HecSetting.EVENT_ID))) {
                values.problem("eventId: raw lines have no place for it; set eventId to false, or mode to event");
            }
            for (Setting<String> metadata :
                    List.of(HecSetting.HOST, HecSetting.SOURCE, HecSetting.SOURCETYPE, HecSetting.INDEX)) {
                String text = values.find(metadata);
                if (text != null && (text.indexOf('%') >= 0 || text.contains("${"))) {
                    values.problem(
                            metadata.name() + ": is a pattern, but raw lines share it in their address; give a text"
                                    + " without % and ${, or set mode to event");
                }
            }
            return;
        }
        EventWriter writer = new EventWriter(values.settings().eventDefaults(), "0123456789abcdef");
        writer.begin(0, Integer.MAX_VALUE);
        writer.string("");
        int overhead = writer.end(Long.MAX_VALUE);
        Long batchBytes = values.find(HecSetting.BATCH_BYTES);
        if (batchBytes != null && overhead > batchBytes / 2) {
            values.problem("fields: together with host, source, sourcetype and index they take " + overhead
                    + " bytes of each event, more than half of batchBytes (" + batchBytes
                    + "); shorten them or raise batchBytes");
        }
    }

    private static void checkCompression(Values values) {
        Integer level = values.find(HecSetting.COMPRESSION_LEVEL);
        if ("gzip".equals(values.find(HecSetting.COMPRESSION)) && level != null && level > GZIP_MAX_LEVEL) {
            values.problem("compressionLevel: gzip goes up to " + GZIP_MAX_LEVEL + ", not " + level);
        }
    }
}
