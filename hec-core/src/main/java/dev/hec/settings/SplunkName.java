package dev.hec.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One option of splunk-library-javalogging and what it means here, so that whoever comes from there changes the name of a
 * class and no more. Options that have the same name and meaning here are not listed. Immutable.
 *
 * <p>Numbers are milliseconds, bytes or events; 0 means there that an option is not set, and here too.
 *
 * @param name the word users write there
 * @param setting what says it here; null if nothing does
 * @param advice what people should know about it, in half a sentence
 * @param lost whether something is not done here that was done there
 * @param reader gives the text of the setting, or nothing if there is nothing to set; throws
 *     {@code IllegalArgumentException} whose message completes "the text …"
 */
public record SplunkName(
        String name,
        @Nullable Setting<?> setting,
        String advice,
        boolean lost,
        Function<String, Optional<String>> reader) {

    private static final String ONE_LIMIT = "`requestTimeout` bounds the whole request";

    private static final String OWN_CODE = "code of that library cannot run here; ";

    /** All rows, in the order of the documentation. */
    public static final List<SplunkName> ALL = List.of(
            number("batch_size_bytes", HecSetting.BATCH_BYTES, "", "bytes before compression"),
            number("batch_size_count", HecSetting.BATCH_EVENTS, "", "as it is"),
            number("batch_interval", HecSetting.LINGER, "ms", "milliseconds, from the oldest event on"),
            without(
                    "retries_on_error",
                    false,
                    "a request that fails is sent again until its events are as old as `retryFor`"),
            word(
                    "send_mode",
                    HecSetting.MAX_IN_FLIGHT,
                    "`sequential` is 1, `parallel` is 4 requests at the same time",
                    text -> switch (text) {
                        case "sequential" -> "1";
                        case "parallel" -> "4";
                        default -> throw new IllegalArgumentException("is neither sequential nor parallel");
                    }),
            word(
                    "type",
                    HecSetting.MODE,
                    "`raw` is `raw`, `json` is `event`; not in Log4j's strict XML, JSON, YAML and properties, which keep "
                            + "this word for themselves",
                    text -> switch (text) {
                        case "raw" -> "raw";
                        case "json", "event" -> "event";
                        default -> throw new IllegalArgumentException("is neither raw nor json");
                    }),
            word(
                    "messageFormat",
                    EventSetting.LAYOUT_FORMAT,
                    "what your own layout writes: `text`, or `json`",
                    text -> switch (text) {
                        case "json" -> "json";
                        case "text" -> "text";
                        default -> throw new IllegalArgumentException("is neither json nor text");
                    }),
            number("connectTimeout", HecSetting.CONNECT_TIMEOUT, "ms", "a number without a unit is milliseconds"),
            number("connect_timeout", HecSetting.CONNECT_TIMEOUT, "ms", "milliseconds"),
            number("callTimeout", HecSetting.REQUEST_TIMEOUT, "ms", "milliseconds"),
            number("call_timeout", HecSetting.REQUEST_TIMEOUT, "ms", "milliseconds"),
            without("readTimeout", false, ONE_LIMIT),
            without("read_timeout", false, ONE_LIMIT),
            without("writeTimeout", false, ONE_LIMIT),
            without("write_timeout", false, ONE_LIMIT),
            number("terminationTimeout", HecSetting.DRAIN_TIMEOUT, "ms", "milliseconds"),
            number("termination_timeout", HecSetting.DRAIN_TIMEOUT, "ms", "milliseconds"),
            included("includeLoggerName", EventSetting.FIELD_NAMES, "logger="),
            included("includeThreadName", EventSetting.FIELD_NAMES, "thread="),
            included("includeMDC", EventSetting.MDC_EXCLUDE, "*"),
            included("includeException", EventSetting.FIELD_NAMES, "exception="),
            included("includeMarker", EventSetting.FIELD_NAMES, "markers="),
            new SplunkName(
                    "disableCertificateValidation",
                    null,
                    "certificates are always checked; `true` is refused, give the collector's certificate as `tlsTrust`",
                    false,
                    SplunkName::validation),
            without("middleware", true, OWN_CODE + "retry, pacing and acknowledgement are built in"),
            without(
                    "eventBodySerializer",
                    true,
                    OWN_CODE + "`fieldPreset` = `splunk` gives the usual names, a layout any other look"),
            without(
                    "eventHeaderSerializer",
                    true,
                    OWN_CODE + "`host`, `source`, `sourcetype` and `index` can be patterns"),
            without("errorCallback", true, OWN_CODE + "losses are counted, told in the status, and sent as events"));

    /** The row of a name, in any letter case. */
    static @Nullable SplunkName of(String name) {
        for (SplunkName row : ALL) {
            if (row.name.equalsIgnoreCase(name)) {
                return row;
            }
        }
        return null;
    }

    private static SplunkName number(String name, Setting<?> setting, String unit, String advice) {
        return new SplunkName(name, setting, advice, false, text -> {
            if (!Amount.isNumber(text)) {
                throw new IllegalArgumentException("is not a whole number, as this name takes; write " + setting.name()
                        + " for " + setting.kind().expected());
            }
            return Long.parseLong(text) == 0 ? Optional.empty() : Optional.of(text + unit);
        });
    }

    private static SplunkName word(String name, Setting<?> setting, String advice, Function<String, String> reader) {
        return new SplunkName(
                name, setting, advice, false, text -> Optional.of(reader.apply(text.toLowerCase(Locale.ROOT))));
    }

    private static SplunkName included(String name, Setting<?> setting, String without) {
        String advice = "`false` is `" + without + "`";
        return new SplunkName(
                name, setting, advice, false, text -> flag(text) ? Optional.empty() : Optional.of(without));
    }

    private static SplunkName without(String name, boolean lost, String advice) {
        return new SplunkName(name, null, advice, lost, text -> Optional.empty());
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Optional<String> validation(String text) {
        if (flag(text)) {
            throw new IllegalArgumentException("would send the token to anybody; give the collector's certificate as "
                    + "tlsTrust, pin its key by tlsPins beside, and set this to false");
        }
        return Optional.empty();
    }

    /** A row is equal to itself only, like a {@link Setting}, and for the same reason. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
