package dev.hec.receiver.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
        Signals.exitOn("TERM", "INT");
        Unpacked war = Unpacked.from(
                Path.of(Launcher.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                Path.of(System.getProperty("java.io.tmpdir")));
        AtomicReference<AutoCloseable> running = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get(), war), "hec-receiver-stop"));
        try {
            running.set(start(arguments, war));
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (!(cause instanceof IllegalArgumentException || cause instanceof IOException)) {
                throw e;
            }
            System.err.println("hec-receiver cannot start:");
            String.valueOf(cause.getMessage()).lines().forEach(line -> System.err.println("  " + line));
            System.exit(cause instanceof IllegalArgumentException ? 2 : 1);
        }
        if (running.get() == null) {
            System.exit(0);
        }
        new CountDownLatch(1).await();
    }

    private static AutoCloseable start(String[] arguments, Unpacked war) throws Exception {
        // Not closed: its classes are needed until the process ends.
        @SuppressWarnings("resource")
        ClassLoader loader = new URLClassLoader(
                "hec-receiver", war.jars().toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return (AutoCloseable) loader.loadClass(MAIN)
                .getMethod("start", String[].class, Path.class)
                .invoke(null, arguments, war.directory());
    }

    private static void stop(@Nullable AutoCloseable running, Unpacked war) {
        try {
            if (running != null) {
                running.close();
            }
        } catch (Exception e) {
            System.err.println("hec-receiver did not stop cleanly: " + e);
        } finally {
            war.delete();
        }
    }
}
