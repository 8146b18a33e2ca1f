package dev.hec.benchmarks.delivery;

import java.time.Duration;

/** Something that events are logged into. {@link #log} may be called by threads that called {@link #enter} before. */
interface Target extends AutoCloseable {

    /** Puts three entries into the context of the current thread. */
    void enter();

    /** One event. */
    void log(String order, Integer count, String mark);

    /** Sends what waits for company, so that the end of a run is not the end of a timer. */
    void flush(Duration timeout) throws Exception;

    @Override
    void close() throws Exception;

    /** Sets a candidate up; addresses are read from system properties. */
    static Target of(Candidate candidate) throws Exception {
        Candidate.Framework framework = candidate.framework();
        if (framework == null) {
            return new FloorTarget(System.getProperty("url"));
        }
        return switch (framework) {
            case LOGBACK -> new LogbackTarget(candidate);
            case LOG4J -> new Log4jTarget(candidate);
        };
    }
}
