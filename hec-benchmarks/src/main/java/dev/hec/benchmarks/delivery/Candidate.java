package dev.hec.benchmarks.delivery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is compared. Each is configured by the file of its name among the resources, as a user would; the peers for few and
 * large batches, and so that they wait rather than drop where they can.
 */
enum Candidate {
    /** A loop with hand-written encoding, the same codec and the JDK's client in batches of 1 MB: no framework, no buffer. */
    FLOOR(null, true, "Floor"),
    LOGBACK_NOOP(Framework.LOGBACK, false, "Logback, no-op"),
    /** The file appender as it comes: each event is written when it is logged. */
    LOGBACK_FILE(Framework.LOGBACK, false, "Logback, file"),
    LOGBACK_FILE_BUFFERED(Framework.LOGBACK, false, "Logback, file, not flushed"),
    LOGBACK_HEC(Framework.LOGBACK, true, "hec-logback"),
    LOGBACK_HEC_SPOOL(Framework.LOGBACK, true, "hec-logback, spoolDir"),
    LOGBACK_HEC_PARALLEL(Framework.LOGBACK, true, "hec-logback, maxInFlight 24"),
    LOGBACK_LOKI(Framework.LOGBACK, true, "Logback, loki4j"),
    LOGBACK_LOGSTASH(Framework.LOGBACK, true, "Logback, logstash TCP"),
    LOGBACK_OTLP(Framework.LOGBACK, true, "Logback, OpenTelemetry"),
    LOG4J_NOOP(Framework.LOG4J, false, "Log4j2, Null"),
    LOG4J_FILE(Framework.LOG4J, false, "Log4j2, file"),
    LOG4J_FILE_BUFFERED(Framework.LOG4J, false, "Log4j2, file, not flushed"),
    LOG4J_HEC(Framework.LOG4J, true, "hec-log4j2"),
    LOG4J_HTTP(Framework.LOG4J, true, "Log4j2, Http");

    /** The frameworks. */
    enum Framework {
        LOGBACK,
        LOG4J
    }

    private final @Nullable Framework framework;
    private final boolean delivers;
    private final String title;

    Candidate(@Nullable Framework framework, boolean delivers, String title) {
        this.framework = framework;
        this.delivers = delivers;
        this.title = title;
    }

    /** The framework that logs; null for the floor. */
    @Nullable
    Framework framework() {
        return framework;
    }

    /** Its name in tables. */
    String title() {
        return title;
    }

    /** Whether events go to the sink. */
    boolean delivers() {
        return delivers;
    }

    /** The name of its configuration. */
    String resource() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".xml";
    }

    /** One request per event takes so long that fewer must do. */
    int events(int usual) {
        return this == LOG4J_HTTP ? Math.max(1_000, usual / 50) : usual;
    }
}
