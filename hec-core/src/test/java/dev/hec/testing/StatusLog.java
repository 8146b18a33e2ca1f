package dev.hec.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a logging framework said about itself. Thread-safe; its monitor guards the messages. */
public final class StatusLog {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> messages = new ArrayList<>();
    private volatile Consumer<String> listener = message -> {};

    /** Adds a message, and tells the listener on the same thread. */
    public void add(String message) {
        synchronized (this) {
            messages.add(message);
            notifyAll();
        }
        listener.accept(message);
    }

    /** Hears every message from now on, on the thread that says it. */
    public void listen(Consumer<String> newListener) {
        listener = newListener;
    }

    /** All messages so far. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** The messages so far that contain a text. */
    public synchronized List<String> containing(String part) {
        return messages.stream().filter(message -> message.contains(part)).toList();
    }

    /** Waits for a message that contains a text. */
    public synchronized void await(String part) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (containing(part).isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited " + PATIENCE + " for \"" + part + "\" in " + messages);
            }
            wait(left);
        }
    }
}
