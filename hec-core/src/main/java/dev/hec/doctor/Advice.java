package dev.hec.doctor;

import dev.hec.format.ReplyCode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;

/** What to do about a failure. Pure. */
final class Advice {

    private Advice() {}

    /**
     * Advice for an answer by its HTTP status alone.
     *
     * @param location where a redirect leads, or an empty text
     */
    static String of(int status, String location) {
        if (status / 100 == 3) {
            return "the collector redirects" + (location.isEmpty() ? "" : " to " + location)
                    + "; the appender does not follow, since the token is for the address in url only. Put the right one there";
        }
        return switch (status) {
            case 400 -> "the collector cannot read the request: check url, and what stands between that may change it";
            case 401 -> "the collector wants another form of the token: try another authScheme (Bearer, Splunk, Basic)";
            case 403 ->
                "the token is unknown, disabled or may not write: compare it with the collector's (see its SHA-256"
                        + " above)";
            case 404, 405, 501 -> "there is no collector at this path: check url";
            case 407 -> "the proxy asks for proxyUser and proxyPassword, or refuses them";
            case 408, 504 -> "the collector, or a proxy before it, lost patience: look for a slow network";
            case 413 -> "even one small event is too large: something before the collector limits requests";
            case 415 ->
                "the collector does not take JSON, not even uncompressed: check url, and what stands before the collector";
            case 429, 503 -> "the collector is busy: try again later; the appender keeps events and does that";
            default ->
                status >= 500
                        ? "the collector is in trouble: see its own log; the appender keeps events and tries again"
                        : "";
        };
    }

    /** Advice for an answer by its status and HEC code. */
    static String of(int status, int code, String location) {
        ReplyCode known = ReplyCode.of(code).orElse(ReplyCode.SUCCESS);
        return switch (known) {
            case INCORRECT_INDEX -> "the token may not write to this index: correct index, or leave it out";
            case CHANNEL_MISSING, INVALID_CHANNEL -> "the token uses acknowledgement: set ack or channel";
            case ACK_DISABLED -> "the token does not use acknowledgement: turn ack off";
            case TOKEN_DISABLED -> "the token is disabled: enable it at the collector, or take another one";
            case QUERY_AUTHORIZATION -> "the collector takes no token in its address: give it as token";
            case INVALID_DATA_FORMAT, NO_DATA -> "the collector cannot read the body: check compression and url";
            default -> of(status, location);
        };
    }

    /** Advice for a request without an answer, that its failure does not give itself. */
    static String of(IOException failure) {
        if (failure instanceof HttpTimeoutException) {
            return "the connection opens but no answer comes: is this the collector's port, and is the collector well?";
        }
        String chain = messages(failure);
        if (chain.contains("header parser received no bytes")
                || chain.contains("EOF reached")
                || chain.contains("Connection reset")) {
            return "the other end hangs up: does it speak HTTP, and not TLS, on this port?";
        }
        return "";
    }

    private static String messages(Throwable failure) {
        StringBuilder chain = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            chain.append(cause.getMessage()).append('\n');
        }
        return chain.toString();
    }
}
