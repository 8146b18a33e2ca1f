package dev.hec.receiver.junit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for what a test expects, and fails with what came instead. Immutable and thread-safe. */
public final class Await {

    private final Arrivals arrivals;
    private final Duration timeout;

    Await(Arrivals arrivals, Duration timeout) {
        this.arrivals = arrivals;
        this.timeout = timeout;
    }

    /** The same with another patience; the default is 10 s. */
    public Await within(Duration patience) {
        return new Await(arrivals, patience);
    }

    /**
     * Waits for this many events.
     *
     * @return all of them, in the order they were stored
     * @throws AssertionError if there are fewer when the time is up, or as soon as there are more
     */
    public List<ReceivedEvent> events(int count) {
        return await(count + " events", now -> {
            if (now.events().size() > count) {
                throw new AssertionError("more than " + count + " events; " + now);
            }
            return now.events().size() == count ? Optional.of(now.events()) : Optional.empty();
        });
    }

    /**
     * Waits for an event with this message.
     *
     * @return the first one
     */
    public ReceivedEvent event(String message) {
        return first("an event with the message \"" + message + "\"", e -> Objects.equals(message, e.message()));
    }

    /**
     * Waits for an event.
     *
     * @return the first one that is as described
     */
    public ReceivedEvent event(Predicate<ReceivedEvent> description) {
        return first("an event as described", description);
    }

    private ReceivedEvent first(String what, Predicate<ReceivedEvent> description) {
        return await(what, now -> now.events().stream().filter(description).findFirst());
    }

    /**
     * Waits for this many requests, of any kind and with any outcome.
     *
     * @return all of them that are there by then, in the order of their replies
     */
    public List<ReceivedRequest> requests(int count) {
        return await(
                count + " requests",
                now -> now.requests().size() >= count ? Optional.of(now.requests()) : Optional.empty());
    }

    /**
     * Waits for a request.
     *
     * @return the first one that is as described
     */
    public ReceivedRequest request(Predicate<ReceivedRequest> description) {
        return await(
                "a request as described",
                now -> now.requests().stream().filter(description).findFirst());
    }

    private <T> T await(String what, Function<Arrivals.Snapshot, Optional<T>> question) {
        return arrivals.await(timeout, question)
                .orElseThrow(() -> new AssertionError(
                        "waited " + timeout.toMillis() + " ms for " + what + "; " + arrivals.snapshot()));
    }
}
