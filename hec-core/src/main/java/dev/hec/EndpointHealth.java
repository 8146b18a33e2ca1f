package dev.hec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What delivery thinks of one address of the collector at one instant. Immutable.
 *
 * @param address scheme, host and port, without what only machines need
 * @param healthy whether requests go there; false while it is set aside after failures
 * @param since when it became healthy or was set aside
 * @param failures attempts in a row that failed, 0 after a success
 * @param trouble what the last failure was, however long ago; null if there was none
 */
public record EndpointHealth(
        String address,
        boolean healthy,
        Instant since,
        int failures,
        @Nullable String trouble) {}
