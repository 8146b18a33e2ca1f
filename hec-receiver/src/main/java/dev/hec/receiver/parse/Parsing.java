package dev.hec.receiver.parse;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the lines of one request to the parser of their {@code sourcetype}. Confined to one request; a request sees one state of
 * the definitions.
 *
 * <p>No line is lost and none holds the request up: one that does not match stays whole, with {@value #ERROR} beside it, and so do
 * all that come after parsers took {@value ParseTime#MOST_SECONDS} seconds of the request.
 *
 * @param <X> see {@link Scope}
 */
public final class Parsing<X extends Exception> {

    /** The field that says why a line was not parsed. */
    public static final String ERROR = "parserError";

    private static final int LONGEST_ERROR = 200;
    private static final long ERROR_BYTES = 256;

    private final Parsers parsers;
    private final Scope<X> scope;
    private final long receivedNanos;
    private final ParseTime time;
    private Parsers.@Nullable Known known;

    /**
     * For one request.
     *
     * @param receivedNanos when it came, in nanoseconds since the epoch
     */
    public Parsing(Parsers parsers, Scope<X> scope, long receivedNanos) {
        this.parsers = parsers;
        this.scope = scope;
        this.receivedNanos = receivedNanos;
        this.time = new ParseTime(parsers::nanoTime);
    }

    /**
     * Parses a line.
     *
     * @param sourcetype the name of the parser
     * @param most fields that it may find
     * @return null if there is no parser of this name, and the line is an event as it is
     * @throws X if the request may take no more memory
     */
    public @Nullable Parsed parse(@Nullable String sourcetype, String line, int most) throws X {
        if (sourcetype == null) {
            return null;
        }
        Parsers.Known state = known();
        Parser parser = state.parsers().get(sourcetype);
        if (parser == null) {
            return state.broken().contains(sourcetype)
                    ? failed(sourcetype, line, "the file of its definition has a fault")
                    : null;
        }
        if (time.over()) {
            return failed(
                    sourcetype,
                    line,
                    "the lines before it took the " + ParseTime.MOST_SECONDS + " seconds of a request");
        }
        time.begin();
        try {
            Parsed parsed = parser.parse(line, receivedNanos, scope);
            if (parsed.fields().size() > most) {
                return failed(sourcetype, line, "more fields than an event may have");
            }
            parsers.counters().parsed(sourcetype);
            return parsed;
        } catch (Unparsable e) {
            return failed(sourcetype, line, String.valueOf(e.getMessage()));
        } finally {
            time.end();
        }
    }

    /** What puts the lines of an upload together. */
    public LineGroups groups(@Nullable String sourcetype) {
        Parser parser = sourcetype == null ? null : known().parsers().get(sourcetype);
        return new LineGroups(parser == null ? null : parser.multiline(), time);
    }

    private Parsed failed(String name, String line, String why) throws X {
        parsers.counters().failed(name);
        scope.take(ERROR_BYTES);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", line);
        String error = name + ": " + why;
        fields.put(ERROR, error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error);
        return new Parsed(fields, null);
    }

    private Parsers.Known known() {
        if (known == null) {
            known = parsers.known();
        }
        return known;
    }
}
