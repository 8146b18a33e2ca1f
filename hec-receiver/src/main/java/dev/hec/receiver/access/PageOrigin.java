package dev.hec.receiver.access;

import dev.hec.receiver.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells what a browser sent for a page of another origin, by what it says of itself: {@code Sec-Fetch-Site}, which no page can
 * change, and {@code Origin}. Stateless and thread-safe.
 */
final class PageOrigin {

    private PageOrigin() {}

    /**
     * Whether a page of another origin is behind a request.
     *
     * @param allowed origins that do not count as others
     */
    static boolean isForeign(HttpRequest request, Set<String> allowed) {
        List<String> origin = request.header("Origin");
        if (!origin.isEmpty() && allowed.containsAll(origin)) {
            return false;
        }
        List<String> site = request.header("Sec-Fetch-Site");
        if (!site.isEmpty()) {
            return !site.stream().allMatch(value -> value.equals("same-origin") || value.equals("none"));
        }
        List<String> host = request.header("Host");
        return !origin.stream()
                .allMatch(value -> host.size() == 1 && isOf(value, host.get(0).toLowerCase(Locale.ROOT)));
    }

    /** Whether an origin is that of an authority, whatever its scheme. */
    static boolean isOf(String origin, String authority) {
        int slashes = origin.indexOf("://");
        return slashes > 0
                && origin.substring(slashes + 3).toLowerCase(Locale.ROOT).equals(authority);
    }
}
