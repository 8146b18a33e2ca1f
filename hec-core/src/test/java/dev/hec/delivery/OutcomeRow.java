package dev.hec.delivery;

import dev.hec.transport.RawServer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * One row of {@link OutcomeTableTest}: what the collector does to the first requests, and what the client then does, counts and
 * tells. Three events, a, b and c, are offered. Used by one thread.
 */
final class OutcomeRow {

    /** What happens to a connection on which a request is due; whether it can be used on. */
    interface Step {
        boolean serve(RawServer.Connection connection) throws IOException;
    }

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private List<String> requests = List.of("1:abc");
    private long delivered = 3;
    private String dropped = "{}";
    private long retries;
    private long maybeDuplicated;
    private boolean waits;

    private OutcomeRow(String name) {
        this.name = name;
    }

    static OutcomeRow row(String name) {
        return new OutcomeRow(name);
    }

    // The collector

    /** Answers a request so; after the steps of the row, everything is accepted. */
    OutcomeRow answers(int status, String body, String... headers) {
        String head = "HTTP/1.1 " + status + " So\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList());
        // A 204 has no body, and no length of one.
        String reply = head + (status == 204 ? "\r\n" : "Content-Length: " + body.length() + "\r\n\r\n" + body);
        return does(connection -> {
            connection.read();
            connection.write(reply);
            return true;
        });
    }

    OutcomeRow answers(int status) {
        return answers(status, "");
    }

    OutcomeRow does(Step step) {
        steps.add(step);
        return this;
    }

    OutcomeRow with(String setting, String text) {
        settings.put(setting, text);
        return this;
    }

    // What follows

    /**
     * The requests that were read, each as {@code <id>:<events>} and, if it is compressed, how; ids are numbered as they
     * come, and L is an event that tells of losses.
     */
    OutcomeRow requests(String... expected) {
        requests = List.of(expected);
        return this;
    }

    OutcomeRow delivered(long events) {
        delivered = events;
        return this;
    }

    OutcomeRow dropped(String byReason) {
        dropped = "{" + byReason + "}";
        return this;
    }

    OutcomeRow retries(long expected) {
        retries = expected;
        return this;
    }

    /** The same request again, after which all is well; and whether the events may then be there twice. */
    OutcomeRow triesAgain(boolean maybeTwice, String why) {
        retries = 1;
        maybeDuplicated = maybeTwice ? 1 : 0;
        requests = List.of("1:abc", "1:abc");
        return tells("WARN Delivery to .* failed: " + why + ".*Trying again; events are kept\\.", RECOVERED);
    }

    /** Nothing, until somebody makes it hurry; then the same request again. */
    OutcomeRow waits(String why, String consequence) {
        waits = true;
        retries = 1;
        requests = List.of("1:abc", "1:abc");
        return tells("WARN Delivery to .* failed: " + why + ".*" + consequence + ".*", RECOVERED);
    }

    /** Messages, as patterns; all there are. */
    OutcomeRow tells(String... patterns) {
        told.addAll(List.of(patterns));
        return this;
    }

    private static final String RECOVERED = "INFO Delivery to .* recovered after .* with no event lost since .*";

    Queue<Step> steps() {
        return new ArrayDeque<>(steps);
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> requests() {
        return requests;
    }

    long delivered() {
        return delivered;
    }

    String dropped() {
        return dropped;
    }

    long retries() {
        return retries;
    }

    long maybeDuplicated() {
        return maybeDuplicated;
    }

    boolean waits() {
        return waits;
    }

    List<String> told() {
        return told;
    }

    @Override
    public String toString() {
        return name;
    }
}
