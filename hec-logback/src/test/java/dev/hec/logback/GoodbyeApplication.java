package dev.hec.logback;

import org.slf4j.LoggerFactory;

/** Logs once and ends, like a small batch job. */
final class GoodbyeApplication {

    private GoodbyeApplication() {}

    public static void main(String[] arguments) {
        LoggerFactory.getLogger(GoodbyeApplication.class).info("goodbye");
    }
}
