package dev.hec.it;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.it.Application.Framework;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.slf4j.helpers.BasicMDCAdapter;

/**
 * One of the appenders with any settings, configured from XML, in a logger context of its own; its events carry a writer and a
 * number.
 *
 * <p>Threads: {@link #log} may be called by several.
 */
public interface SpoolLogger extends AutoCloseable {

    /** Starts an appender named {@code HEC} with these settings. */
    static SpoolLogger open(Framework framework, Map<String, String> settings) throws Exception {
        return framework == Framework.LOGBACK ? new OnLogback(settings) : new OnLog4j(settings);
    }

    /** Logs at INFO, with the fields {@code w} and {@code n}. */
    void log(int writer, long number);

    FlushResult flush(Duration timeout) throws InterruptedException;

    Tally tally();

    /** Warnings and errors of the framework's status channel, in order. */
    List<String> warnings();

    @Override
    void close();

    /** Logs through Logback. */
    final class OnLogback implements SpoolLogger {

        private final LoggerContext context = new LoggerContext();
        private final Logger logger;
        private final dev.hec.logback.HecAppender appender;

        OnLogback(Map<String, String> settings) throws Exception {
            context.setMDCAdapter(new BasicMDCAdapter());
            String elements = settings.entrySet().stream()
                    .map(setting -> "<%s>%s</%s>".formatted(setting.getKey(), setting.getValue(), setting.getKey()))
                    .collect(Collectors.joining());
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(stream("""
                    <configuration>
                      <appender name="HEC" class="dev.hec.logback.HecAppender">%s</appender>
                      <root level="INFO"><appender-ref ref="HEC"/></root>
                    </configuration>
                    """.formatted(elements)));
            logger = context.getLogger("spool");
            appender = (dev.hec.logback.HecAppender) context.getLogger("ROOT").getAppender("HEC");
        }

        @Override
        public void log(int writer, long number) {
            logger.atInfo().addKeyValue("w", writer).addKeyValue("n", number).log("an event of the spool tests");
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
        public List<String> warnings() {
            return context.getStatusManager().getCopyOfStatusList().stream()
                    .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                    .map(Status::getMessage)
                    .toList();
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    /** Logs through Log4j2. */
    final class OnLog4j implements SpoolLogger {

        private final Warnings warnings = new Warnings();
        private final org.apache.logging.log4j.core.LoggerContext context =
                new org.apache.logging.log4j.core.LoggerContext("spool");
        private final org.apache.logging.log4j.core.Logger logger;
        private final dev.hec.log4j2.HecAppender appender;

        OnLog4j(Map<String, String> settings) throws Exception {
            StatusLogger.getLogger().registerListener(warnings);
            String attributes = settings.entrySet().stream()
                    .map(setting -> setting.getKey() + "=\"" + setting.getValue() + "\"")
                    .collect(Collectors.joining(" "));
            context.start(new XmlConfiguration(context, new ConfigurationSource(stream("""
                    <Configuration>
                      <Appenders><Hec name="HEC" %s/></Appenders>
                      <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                    </Configuration>
                    """.formatted(attributes)))));
            logger = context.getLogger("spool");
            appender = context.getConfiguration().getAppender("HEC");
        }

        @Override
        public void log(int writer, long number) {
            logger.info(new StringMapMessage()
                    .with("w", writer)
                    .with("n", number)
                    .with("text", "an event of the spool tests"));
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
        public List<String> warnings() {
            return List.copyOf(warnings.messages);
        }

        @Override
        public void close() {
            context.stop();
            StatusLogger.getLogger().removeListener(warnings);
        }
    }

    /** Keeps what the status logger warns of. */
    final class Warnings implements StatusListener {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void log(StatusData data) {
            messages.add(data.getMessage().getFormattedMessage());
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {}
    }

    private static InputStream stream(String xml) {
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }
}
