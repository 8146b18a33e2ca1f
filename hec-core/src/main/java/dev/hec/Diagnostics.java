package dev.hec;

/**
 * How this library talks about itself; supplied by the adapter, which passes it on to its framework's status channel.
 *
 * <p>Called from delivery threads and from the thread that opens or closes a client, never from a thread that logs and
 * never under a lock. Messages are throttled before they come here and hold no event content and no secrets.
 * Implementations must not throw and must not log through the framework being served.
 */
public interface Diagnostics {

    /** Tells nobody. */
    Diagnostics SILENT = new Diagnostics() {
        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}
    };

    /** Something worth knowing went well. */
    void info(String message);

    /** Events are delayed or lost, or soon will be. */
    void warn(String message);
}
