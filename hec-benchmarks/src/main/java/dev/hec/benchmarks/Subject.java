package dev.hec.benchmarks;

/**
 * A logging framework with one appender, set up to be measured. {@link #log} may be called by any thread that called
 * {@link #enter} before.
 */
interface Subject extends AutoCloseable {

    /** Puts three entries into the context map of the current thread. */
    void enter();

    /** The call that is measured: two arguments, one a text and one a number. */
    void log(String order, Integer count);

    /** Waits until the appender has nothing left to do, so that the next batch of calls finds room. Fails if it refused any. */
    void settle() throws Exception;

    @Override
    void close() throws Exception;

    /** Sets a subject up. */
    static Subject of(String framework, String sink) throws Exception {
        Sink kind = Sink.valueOf(sink);
        return framework.equals("logback") ? new LogbackSubject(kind) : new Log4jSubject(kind);
    }

    /** What the appender does. */
    enum Sink {
        /** Nothing: what a call costs before it comes to an appender. */
        NOOP,
        /** This project's, delivering to a collector in the same process. */
        HEC,
        /** The framework's own file appender, buffered, with the same facts in its pattern. */
        FILE
    }
}
