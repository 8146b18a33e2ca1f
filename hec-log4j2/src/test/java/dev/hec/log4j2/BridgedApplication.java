package dev.hec.log4j2;

import dev.hec.testing.ChattyJdk;
import dev.hec.testing.FeedbackContract;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.jul.Log4jBridgeHandler;

/** Takes all that the JDK logs into Log4j. */
final class BridgedApplication {

    private BridgedApplication() {}

    public static void main(String[] arguments) throws Exception {
        // Before 2.24 Log4j registers beans of its own, and the JDK logs about them on this thread.
        System.setProperty("log4j2.disableJmx", "true");
        ChattyJdk.allLevels();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        HecAppender appender = context.getConfiguration().getAppender("HEC");
        ChattyJdk.logTo(new Log4jBridgeHandler());
        Logger logger = LogManager.getLogger(FeedbackContract.LOGGER);
        FeedbackContract.logAll(i -> logger.info("event {}", i), () -> appender.flush(Duration.ofSeconds(20)));
        context.stop();
        FeedbackContract.printTally(appender.tally());
    }
}
