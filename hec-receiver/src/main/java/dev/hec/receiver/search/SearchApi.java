package dev.hec.receiver.search;

import dev.hec.receiver.http.HttpReply;
import java.util.List;
import java.util.Map;

/** The search endpoints, without a container. Implementations are thread-safe. */
public interface SearchApi {

    /**
     * Answers {@code GET /api/events}.
     *
     * @param parameters the decoded query parameters, see {@code docs/search.md}
     * @return 200 with the events, 400 with a JSON object that says what is wrong and where, or 503 if the store cannot
     *     answer now
     */
    HttpReply events(Map<String, List<String>> parameters);
}
