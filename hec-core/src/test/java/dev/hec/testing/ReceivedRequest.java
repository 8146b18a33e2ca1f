package dev.hec.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A request as a {@link ScriptedCollector} got it. Immutable.
 *
 * @param path path and query
 * @param headers first value of each header, names in lower case
 * @param wireBytes size of the body as sent
 * @param events the events of the decoded body
 * @param reply what it was answered
 */
public record ReceivedRequest(
        String path, Map<String, String> headers, int wireBytes, List<JsonNode> events, ScriptedReply reply) {

    /** The value of a header, or an empty text. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }
}
