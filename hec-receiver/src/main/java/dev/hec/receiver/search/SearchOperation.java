package dev.hec.receiver.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be asked of the search API. */
public enum SearchOperation {
    /** Finds events, page by page. */
    EVENTS("GET", "/api/events", "q", "from", "to", "limit", "order", "after"),
    /** Counts events by time. */
    HISTOGRAM("GET", "/api/histogram", "q", "from", "to", "buckets", "interval", "by", "limit"),
    /** The most frequent values of a field. */
    VALUES("GET", "/api/values", "field", "q", "from", "to", "limit"),
    /** Lists fields. */
    FIELDS("GET", "/api/fields", "q", "from", "to", "limit"),
    /** Everything found, as a stream. */
    EXPORT("GET", "/api/export", "q", "from", "to", "order"),
    /** Removes events; the only one that changes anything. */
    DELETE("DELETE", "/api/events", "q", "from", "to", "all");

    private final String method;
    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> parameters;

    SearchOperation(String method, String path, String... parameters) {
        this.method = method;
        this.path = path;
        this.parameters = List.of(parameters);
    }

    /** Its path. */
    public String path() {
        return path;
    }

    /** Its method; where it is GET, HEAD is answered as well. */
    public String method() {
        return method;
    }

    /** The names of its parameters. */
    public List<String> parameters() {
        return parameters;
    }

    /** The operation of a request, or nothing if the path does not answer the method. */
    public static Optional<SearchOperation> of(String method, String path) {
        String like = method.equals("HEAD") ? "GET" : method;
        return Arrays.stream(values())
                .filter(operation -> operation.path.equals(path) && operation.method.equals(like))
                .findFirst();
    }

    /** The methods that a path answers, as an {@code Allow} header says it; empty if there is no such path. */
    public static String allow(String path) {
        String methods = Arrays.stream(values())
                .filter(operation -> operation.path.equals(path))
                .map(operation -> operation.method.equals("GET") ? "GET,HEAD" : operation.method)
                .collect(Collectors.joining(","));
        return methods.isEmpty() ? "" : methods + ",OPTIONS";
    }
}
