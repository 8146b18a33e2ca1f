package dev.hec.logback;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Ends like an application of a framework that stops Logback at the end of its own exit hook, as Spring Boot does. */
final class HookedApplication {

    private HookedApplication() {}

    public static void main(String[] arguments) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            context.getLogger(HookedApplication.class).info("closing");
            context.stop();
        }));
        context.getLogger(HookedApplication.class).info("goodbye");
    }
}
