package dev.hec.it;

import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.log4j2.HecAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** An application that logs through Log4j2. */
final class Log4jApplication implements Application {

    private static final String XML = """
            <Configuration>
              <Appenders>
                <Hec name="HEC" url="%s" token="%s" source="it" linger="100ms" retryMax="500ms" parkInterval="500ms"
                     drainTimeout="500ms" fields="framework=LOG4J2"/>
              </Appenders>
              <Loggers>
                <Root level="INFO"><AppenderRef ref="HEC"/></Root>
              </Loggers>
            </Configuration>
            """;

    private final StatusRecorder status = new StatusRecorder();
    private final LoggerContext context = new LoggerContext("hec-it");
    private final Logger logger;
    private final HecAppender appender;

    Log4jApplication(URI receiver, String token) throws Exception {
        StatusLogger.getLogger().registerListener(status);
        context.start(new XmlConfiguration(
                context,
                new ConfigurationSource(
                        new ByteArrayInputStream(XML.formatted(receiver, token).getBytes(StandardCharsets.UTF_8)))));
        logger = context.getLogger("shop.Orders");
        appender = context.getConfiguration().getAppender("HEC");
    }

    @Override
    public void log(int n) {
        logger.info(new StringMapMessage().with("n", n));
    }

    @Override
    public void logEverything() {
        ThreadContext.put("user", "u1");
        logger.atError()
                .withMarker(MarkerManager.getMarker("AUDIT").setParents(MarkerManager.getMarker("SECURITY")))
                .withThrowable(new IllegalStateException("card declined", new IOException("bank away")))
                .log("payment of {} failed", "7.50");
        ThreadContext.clearAll();
    }

    @Override
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return appender.flush(timeout);
    }

    @Override
    public Tally tally() {
        return appender.tally();
    }

    @Override
    public String status() {
        return String.join("\n", status.messages);
    }

    @Override
    public void close() {
        context.stop();
        StatusLogger.getLogger().removeListener(status);
    }

    /** Keeps what the status logger says. */
    private static final class StatusRecorder implements StatusListener {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void log(StatusData data) {
            messages.add(data.getMessage().getFormattedMessage());
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {}
    }
}
