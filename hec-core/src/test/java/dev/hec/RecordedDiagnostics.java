package dev.hec;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. Thread-safe. */
public final class RecordedDiagnostics implements Diagnostics {

    private final List<String> messages = new ArrayList<>();

    @Override
    public synchronized void info(String message) {
        messages.add("INFO " + message);
    }

    @Override
    public synchronized void warn(String message) {
        messages.add("WARN " + message);
    }

    /** All messages so far, each after its level. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** The messages since the last call of this method. */
    public synchronized List<String> news() {
        List<String> news = List.copyOf(messages);
        messages.clear();
        return news;
    }
}
