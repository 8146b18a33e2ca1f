package dev.hec.settings;

import dev.hec.format.EventWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String TOKEN_IN_QUERY = "(?i)[?&]token=";
    private static final String ENDPOINT = COLLECTOR_PATH + "/?(event|raw|ack|health|)(/|$)";

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
        String stripped = text == null ? "" : text.strip();
        Setting<?> setting = find(name);
        SplunkName old = mayBeOld(setting, stripped) ? SplunkName.of(name) : null;
        if (setting == null && old == null) {
            throw new IllegalArgumentException("there is no setting \"" + name + "\"; there are " + names());
        }
        if (setting != null) {
            texts.remove(setting.name());
        }
        if (old != null) {
            splunk.remove(old);
        }
        if (stripped.isEmpty()) {
            return;
        }
        if (setting != null && (old == null || !Amount.isNumber(stripped))) {
            texts.put(setting.name(), stripped);
        } else if (old != null) {
            splunk.put(old, stripped);
        }
    }

    private static @Nullable Setting<?> find(String name) {
        for (Setting<?> setting : HecSetting.ALL) {
            if (setting.name().equalsIgnoreCase(name)) {
                return setting;
            }
        }
        return null;
    }

    /** So that the table of old names is only made where somebody uses one, or could. */
    private boolean mayBeOld(@Nullable Setting<?> setting, String text) {
        return setting == null || !splunk.isEmpty() || Amount.isNumber(text);
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
        GivenTls.check(tlsOrigin, texts.keySet(), values);
        values.put(HecSetting.HEADERS, RequestHeaders.check(values.find(HecSetting.HEADERS), headers, values));
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
        List<URI> checked = new ArrayList<>();
        for (URI url : urls) {
            checked.add(checkUrl(values, url, raw));
        }
        values.put(HecSetting.URL, Collections.unmodifiableList(checked));
        if (new HashSet<>(urls).size() < urls.size()) {
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
        if (!query.isEmpty() && Pattern.compile(TOKEN_IN_QUERY).matcher(query).find()) {
            values.problem("url: holds a token, which addresses do not keep secret; give it as token");
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String wanted = raw ? RAW_PATH : EVENT_PATH;
        if (!path.contains(COLLECTOR_PATH)) {
            // Put together from its parts: resolving would take a path of two slashes for the name of a host.
            return URI.create(address + (path.isEmpty() ? "" : path.replaceAll("/+$", "")) + wanted + query);
        }
        Matcher endpoint = Pattern.compile(ENDPOINT).matcher(path);
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
        return name.equals("localhost")
                || name.equals("[::1]")
                || (name.startsWith("127.") && name.matches("127\\.\\d+\\.\\d+\\.\\d+"));
    }

    private void checkToken(Values values) {
        String token = values.find(HecSetting.TOKEN);
        List<String> given = new ArrayList<>();
        for (Setting<?> source : TOKEN_SOURCES) {
            if (texts.containsKey(source.name())) {
                given.add(source.name());
            }
        }
        if (given.isEmpty()) {
            values.problem("token is missing; give token, tokenFile, tokenEnv or tokenProvider");
        } else if (given.size() > 1) {
            values.problem(String.join(" and ", given) + " are both given; keep one of them");
        }
        if (token != null && (token.contains("${") || token.endsWith("_IS_UNDEFINED"))) {
            values.problem("token: a variable in it has no value; set it in the environment of the application");
        } else if (token != null && !isVisible(token)) {
            values.problem("token: holds a character that an HTTP header cannot carry, such as a space or line break");
        }
    }

    /** Whether a header can carry the text as one word. */
    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
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
