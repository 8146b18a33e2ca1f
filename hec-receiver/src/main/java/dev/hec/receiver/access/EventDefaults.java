package dev.hec.receiver.access;

import org.jspecify.annotations.Nullable;

/**
 * What holds for the events of a sender where neither their envelope nor the query string says it; null for nothing. Immutable.
 *
 * @param host shown as {@code serverHost}
 * @param source shown as {@code source}
 * @param sourcetype shown as {@code parser}
 * @param index shown as {@code index}
 */
public record EventDefaults(
        @Nullable String host,
        @Nullable String source,
        @Nullable String sourcetype,
        @Nullable String index) {

    /** No defaults. */
    public static final EventDefaults NONE = new EventDefaults(null, null, null, null);
}
