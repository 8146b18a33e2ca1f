package dev.hec.receiver.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers for every reply, since any can be opened in a browser: what a page of ours may load, and that a reply of the API is
 * data and nothing to be run. Stateless.
 */
public final class SecurityHeaders {

    /** A reply of the API loads nothing and does nothing. */
    private static final String DATA_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The page: its own files only, nothing written into the HTML. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> DATA = headers(DATA_POLICY, "no-store");
    private static final Map<String, String> PAGE = headers(PAGE_POLICY, "no-cache");
    private static final Map<String, String> SECURE_DATA = secure(DATA);
    private static final Map<String, String> SECURE_PAGE = secure(PAGE);

    private SecurityHeaders() {}

    /**
     * The headers of a reply; those that a handler gives go before them.
     *
     * @param path below the application's own
     * @param secure whether the request came over TLS
     */
    public static Map<String, String> of(String path, boolean secure) {
        boolean page = path.isEmpty() || path.equals("/") || path.startsWith("/page/");
        if (secure) {
            return page ? SECURE_PAGE : SECURE_DATA;
        }
        return page ? PAGE : DATA;
    }

    private static Map<String, String> headers(String policy, String cacheControl) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", cacheControl);
        return headers;
    }

    private static Map<String, String> secure(Map<String, String> headers) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("Strict-Transport-Security", "max-age=31536000");
        return more;
    }
}
