package dev.hec.receiver.http;

import org.jspecify.annotations.Nullable;

/**
 * A request that was answered. Immutable.
 *
 * @param method {@code POST}, {@code GET}, …
 * @param path the decoded path below the application's own
 * @param target the path as it was sent, with the application's own
 * @param query the query string as it was sent, or null without one; may hold secrets
 * @param protocol such as {@code HTTP/1.1}
 * @param remoteAddress the address of the peer
 * @param referer the header's value, or null
 * @param agent the value of {@code User-Agent}, or null
 * @param status of the reply
 * @param receivedBytes of the body that were read, as they were sent
 * @param sentBytes of the reply's body
 * @param nanos from the first look at the request to the end of its reply
 * @param sender name of its token, empty where unknown
 * @param events of it that are stored
 */
public record Exchange(
        String method,
        String path,
        String target,
        @Nullable String query,
        String protocol,
        String remoteAddress,
        @Nullable String referer,
        @Nullable String agent,
        int status,
        long receivedBytes,
        long sentBytes,
        long nanos,
        String sender,
        int events) {}
