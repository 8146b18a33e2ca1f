package dev.hec.log4j2;

import org.apache.logging.log4j.LogManager;

/** Logs once and ends, like a small batch job. */
final class GoodbyeApplication {

    private GoodbyeApplication() {}

    public static void main(String[] arguments) {
        LogManager.getLogger(GoodbyeApplication.class).info("goodbye");
    }
}
