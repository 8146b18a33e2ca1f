package dev.hec.it;

import dev.hec.log4j2.HecAppender;
import dev.hec.log4j2.HecField;
import dev.hec.settings.HecConfig;
import java.time.Duration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;

/** Logs through an appender that it built itself, if told where to, else through what its configuration gives. */
final class Log4j3Application {

    private Log4j3Application() {}

    public static void main(String[] arguments) throws InterruptedException {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        System.out.println("log4j-core " + LoggerContext.class.getPackage().getImplementationVersion());
        String url = System.getenv("HEC_URL");
        Logger logger = LogManager.getLogger("shop.Orders");
        if (url == null) {
            logger.info("unharmed");
            System.out.println("went on with " + context.getConfiguration().getAppender("HEC"));
            return;
        }
        HecConfig config = new HecConfig();
        config.set("url", url);
        config.set("token", System.getenv("HEC_TOKEN"));
        HecAppender appender = HecAppender.newBuilder()
                .setName("HEC")
                .setConfig(config)
                .setFields(new HecField("framework", "log4j3"))
                .build();
        appender.start();
        Configuration configuration = context.getConfiguration();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, Level.INFO, null);
        ThreadContext.put("user", "u1");
        logger.error("payment failed", new IllegalStateException("card declined"));
        System.out.println("complete " + appender.flush(Duration.ofSeconds(30)).complete());
        LogManager.shutdown();
    }
}
