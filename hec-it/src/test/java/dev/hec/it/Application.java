package dev.hec.it;

import dev.hec.FlushResult;
import dev.hec.Tally;
import java.net.URI;
import java.time.Duration;

/** An application with one of the appenders, configured from XML, in a logger context of its own. */
public interface Application extends AutoCloseable {

    /** The frameworks to test with. */
    enum Framework {
        LOGBACK,
        LOG4J2;

        /** Starts an application whose appender sends to a receiver. */
        Application start(URI receiver, String token) throws Exception {
            return this == LOGBACK ? new LogbackApplication(receiver, token) : new Log4jApplication(receiver, token);
        }
    }

    /** Logs at INFO, with the number as key/value pair or map message {@code n}. */
    void log(int n);

    /** Logs all that an event can carry: MDC user=u1, marker AUDIT with parent SECURITY, an exception with a cause. */
    void logEverything();

    FlushResult flush(Duration timeout) throws InterruptedException;

    Tally tally();

    /** What the framework's status channel has said so far. */
    String status();

    @Override
    void close();
}
