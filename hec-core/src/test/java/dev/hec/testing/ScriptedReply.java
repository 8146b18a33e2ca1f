package dev.hec.testing;

import java.util.Map;

/**
 * What a {@link ScriptedCollector} answers. Immutable.
 *
 * @param status HTTP status
 * @param body body, sent as UTF-8
 * @param headers further headers
 */
public record ScriptedReply(int status, String body, Map<String, String> headers) {

    /** The collector took everything. */
    public static final ScriptedReply SUCCESS = of(200, "{\"text\":\"Success\",\"code\":0}");

    /** The collector does not know the token. */
    public static final ScriptedReply INVALID_TOKEN = of(403, "{\"text\":\"Invalid token\",\"code\":4}");

    /** The collector is busy. */
    public static final ScriptedReply BUSY = of(503, "{\"text\":\"Server is busy\",\"code\":9}");

    /** A reply without further headers. */
    public static ScriptedReply of(int status, String body) {
        return new ScriptedReply(status, body, Map.of());
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
