package dev.hec.receiver.access;

import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells what this machine's user sent to a loopback address, without a token, from what others made it send. A request with a
 * token is none: who presents one is judged by it. Stateless and thread-safe.
 */
final class LocalRequest {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|[a-z0-9-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    /** What proxies say of those for whom they ask. */
    private static final List<String> BY_PROXY = List.of(
            "Via",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Forwarded-Prefix",
            "X-Forwarded-Scheme",
            "X-Forwarded-Ssl",
            "X-Forwarded-User",
            "X-Forwarded",
            "X-Original-Forwarded-For",
            "X-Original-Host",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "X-Envoy-External-Address",
            "True-Client-IP",
            "CF-Connecting-IP",
            "Fastly-Client-IP");

    private LocalRequest() {}

    /** Whether it is one. */
    static boolean is(HttpRequest request) {
        if (!request.header("Authorization").isEmpty()
                || QueryParameters.parse(request.query()).containsKey("token")) {
            return false;
        }
        if (request.protocol().equals("HTTP/1.0")
                || BY_PROXY.stream().anyMatch(name -> !request.header(name).isEmpty())) {
            return false; // somebody elsewhere, by a proxy
        }
        List<String> host = request.header("Host");
        if (host.size() != 1) {
            return false; // browsers and all that speak HTTP/1.1 say it
        }
        String authority = host.get(0).toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(authority).matches()) {
            return false; // a page of a stranger whose name points here
        }
        List<String> site = request.header("Sec-Fetch-Site");
        return request.header("Origin").stream().allMatch(origin -> PageOrigin.isOf(origin, authority))
                && site.stream().allMatch(value -> value.equals("same-origin") || value.equals("none"));
    }
}
