package dev.hec.delivery;

import java.net.URI;
import java.time.Duration;

/**
 * Where and how to connect. Immutable.
 *
 * @param url complete address of the {@code /event} endpoint
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for a complete answer, connecting included
 */
public record Endpoint(URI url, Duration connectTimeout, Duration requestTimeout) {

    /** The collector's address for people, without path and query. */
    String address() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
