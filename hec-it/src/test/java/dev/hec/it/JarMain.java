package dev.hec.it;

import org.apache.logging.log4j.LogManager;

/** Logs once and ends; what becomes of it is in Log4j's configuration only. */
final class JarMain {

    private JarMain() {}

    public static void main(String[] arguments) {
        LogManager.getLogger(JarMain.class).info("from the jar");
    }
}
