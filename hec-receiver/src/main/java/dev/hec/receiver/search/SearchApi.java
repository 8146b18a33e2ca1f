package dev.hec.receiver.search;

import dev.hec.receiver.http.HttpReply;
import java.util.List;
import java.util.Map;

/** The search endpoints, without a container and without asking who asks. Implementations are thread-safe. */
@FunctionalInterface
public interface SearchApi {

    /**
     * Answers one of them.
     *
     * @param parameters the decoded query parameters, see {@code docs/search.md}
     * @return 200 with what was found, 400 with a JSON object that says what is wrong and where, or 503 if the store cannot
     *     answer now
     */
    HttpReply answer(SearchOperation operation, Map<String, List<String>> parameters);
}
