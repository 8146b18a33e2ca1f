package dev.hec.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every event of one appender carries beside its own content. Immutable.
 *
 * @param host name of the sending machine, shown as {@code serverHost}; null leaves it out
 * @param source name of the application or log, null leaves it out
 * @param sourcetype name of the parser, shown as {@code parser}; structured events are parsed without; null leaves it out
 * @param index name of the index, null leaves it out
 * @param fields flat fields added to each event, in this order
 */
public record EventDefaults(
        @Nullable String host,
        @Nullable String source,
        @Nullable String sourcetype,
        @Nullable String index,
        Map<String, String> fields) {}
