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

    private LocalRequest() {}

    /** Whether it is one. */
    static boolean is(HttpRequest request) {
        if (!request.header("Authorization").isEmpty()
                || QueryParameters.parse(request.query()).containsKey("token")) {
            return false;
        }
        if (!request.header("X-Forwarded-For").isEmpty()
                || !request.header("Forwarded").isEmpty()) {
            return false; // somebody elsewhere, by a proxy
        }
        List<String> host = request.header("Host");
        if (host.size() != 1) {
            return host.isEmpty() && request.header("Origin").isEmpty();
        }
        String authority = host.get(0).toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(authority).matches()) {
            return false; // a page of a stranger whose name points here
        }
        List<String> site = request.header("Sec-Fetch-Site");
        return request.header("Origin").stream().allMatch(origin -> isOf(origin, authority))
                && site.stream().allMatch(value -> value.equals("same-origin") || value.equals("none"));
    }

    private static boolean isOf(String origin, String authority) {
        int slashes = origin.indexOf("://");
        return slashes > 0
                && origin.substring(slashes + 3).toLowerCase(Locale.ROOT).equals(authority);
    }
}
