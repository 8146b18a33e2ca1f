package dev.hec.receiver.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs the WAR it lies in: unpacks the WAR's jars and Tomcat's into a temporary directory, starts the receiver from them, and
 * at the end stops it and deletes the directory.
 *
 * <p>Exit status: 0 after a stop by SIGTERM or Ctrl-C, 1 if the receiver could not start, 2 if the settings are wrong.
 */
public final class Launcher {

    private static final String MAIN = "dev.hec.receiver.server.Main";

    private Launcher() {}

    /** The program. */
    public static void main(String[] arguments) throws Exception {
        Stop stop = new Stop();
        // Before the JVM goes down: from then on nothing can be relied on to be logged.
        Signals.exitOn(stop::now, "TERM", "INT");
        Runtime.getRuntime().addShutdownHook(new Thread(stop::now, "hec-receiver-stop"));
        Unpacked war = Unpacked.from(
                Path.of(Launcher.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                Path.of(System.getProperty("java.io.tmpdir")));
        stop.thenDelete(war);
        try {
            AutoCloseable running = start(arguments, war);
            if (running == null) {
                System.exit(0);
                return;
            }
            stop.first(running);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (!(cause instanceof IllegalArgumentException || cause instanceof IOException)) {
                throw e;
            }
            System.err.println("hec-receiver cannot start:");
            String.valueOf(cause.getMessage()).lines().forEach(line -> System.err.println("  " + line));
            System.exit(cause instanceof IllegalArgumentException ? 2 : 1);
        }
        new CountDownLatch(1).await();
    }

    /** Starts the receiver; null if there is nothing to run. */
    private static @Nullable AutoCloseable start(String[] arguments, Unpacked war) throws Exception {
        // Not closed: its classes are needed until the process ends.
        @SuppressWarnings("resource")
        ClassLoader loader = new URLClassLoader(
                "hec-receiver", war.jars().toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return (@Nullable AutoCloseable) loader.loadClass(MAIN)
                .getMethod("start", String[].class, Path.class)
                .invoke(null, arguments, war.directory());
    }
}
