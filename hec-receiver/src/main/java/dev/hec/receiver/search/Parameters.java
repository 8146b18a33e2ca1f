package dev.hec.receiver.search;

import dev.hec.receiver.query.Query;
import dev.hec.receiver.query.QueryParser;
import dev.hec.receiver.query.QuerySyntaxException;
import dev.hec.receiver.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The parameters of a request, read and checked one by one. An empty one is as good as none. Confined to one thread. */
final class Parameters {

    private final Map<String, List<String>> given;
    private final Instant now;

    /**
     * Checks the names.
     *
     * @param now what {@code now} and {@code -15m} refer to
     * @throws BadParameterException if a parameter is unknown or given twice
     */
    Parameters(SearchOperation operation, Map<String, List<String>> given, Instant now) throws BadParameterException {
        this.given = given;
        this.now = now;
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        operation.parameters().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            String names = String.join(", ", unknown);
            throw new BadParameterException(
                    names, "unknown parameter " + names + "; known are " + String.join(", ", operation.parameters()));
        }
        for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
            int times = parameter.getValue().size();
            if (times > 1) {
                String name = parameter.getKey();
                throw new BadParameterException(name, name + " is given " + times + " times; give it once");
            }
        }
    }

    /** Its text; empty without one. */
    String text(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    Query query() throws BadParameterException {
        try {
            return QueryParser.parse(text("q"));
        } catch (QuerySyntaxException e) {
            throw new BadParameterException(
                    "q", "at character " + e.position() + " of the query: " + e.getMessage(), e.position());
        }
    }

    /** What {@code q}, {@code from} and {@code to} select. */
    Scope scope() throws BadParameterException {
        Query query = query();
        return scope(query, time("from", Long.MIN_VALUE), time("to", Long.MAX_VALUE));
    }

    private static Scope scope(Query query, long from, long to) throws BadParameterException {
        if (from > to) {
            throw new BadParameterException("from", "from is later than to");
        }
        return new Scope(query, from, to);
    }

    boolean newestFirst() throws BadParameterException {
        return switch (text("order")) {
            case "", "desc" -> true;
            case "asc" -> false;
            default -> throw new BadParameterException("order", "expected desc (newest first) or asc (oldest first)");
        };
    }

    int number(String name, int least, int most, int otherwise) throws BadParameterException {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadParameterException(name, "expected a whole number from " + least + " to " + most);
    }

    private long time(String name, long otherwise) throws BadParameterException {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return TimeBound.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(name, String.valueOf(e.getMessage()));
        }
    }
}
