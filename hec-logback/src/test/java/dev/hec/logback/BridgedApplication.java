package dev.hec.logback;

import ch.qos.logback.classic.Logger;
import dev.hec.testing.ChattyJdk;
import dev.hec.testing.FeedbackContract;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Takes all that the JDK logs into Logback. */
final class BridgedApplication {

    private BridgedApplication() {}

    public static void main(String[] arguments) throws Exception {
        ChattyJdk.allLevels();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        HecAppender appender = (HecAppender) root.getAppender("HEC");
        ChattyJdk.logTo(new SLF4JBridgeHandler());
        org.slf4j.Logger logger = LoggerFactory.getLogger(FeedbackContract.LOGGER);
        FeedbackContract.logAll(i -> logger.info("event {}", i), () -> appender.flush(Duration.ofSeconds(20)));
        root.getLoggerContext().stop();
        FeedbackContract.printTally(appender.tally());
    }
}
