package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import dev.hec.settings.ConfigException;
import java.io.BufferedReader;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hand-over that the JVM, or the application within it, does not live to see the end of. */
@Timeout(120)
class HandOverExitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EVENTS = 300;
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    /** An application whose main thread hands over and ends, in one of two ways. */
    static final class Application {

        private Application() {}

        public static void main(String[] arguments) throws ConfigException {
            // Each event is a request: they take a while.
            HecClient client = HecClient.open("exit", config(arguments[0]).parse(), Diagnostics.SILENT);
            for (int i = 0; i < EVENTS; i++) {
                client.offer("event " + i, TEXT, i, Severity.INFO);
            }
            client.handOver(Duration.ofMillis(Long.parseLong(arguments[1])));
            if (arguments.length > 2) {
                await().atMost(PATIENCE).until(() -> client.tally().inFlight() > 0);
            }
            System.out.println("ending");
        }

        private static dev.hec.settings.HecConfig config(String url) {
            return HecClientTest.config(
                    url, "linger", "10min", "compression", "none", "batchEvents", "1", "drainTimeout", "1min");
        }
    }

    private static Process application(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitEnd(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jvmEnds_whileASuccessorIsWaitedFor_deliversFirst() throws Exception {
        try (WatchedCollector collector = WatchedCollector.start()) {
            Process process = application(collector.url(), "3600000");

            awaitEnd(process);

            assertThat(collector.events()).hasSize(EVENTS).doesNotHaveDuplicates();
        }
    }

    @Test
    void jvmEnds_whileTheClosingGoesOn_waitsForItsEnd() throws Exception {
        try (WatchedCollector collector = WatchedCollector.start()) {
            collector.hold();
            Process process = application(collector.url(), "0", "until it closes");
            try (BufferedReader output = process.inputReader()) {
                assertThat(output.readLine()).isEqualTo("ending");
                collector.release();
                awaitEnd(process);
            }

            assertThat(collector.events()).hasSize(EVENTS).doesNotHaveDuplicates();
        }
    }

    /** Run by a class loader of its own, like an application in a container. */
    public static final class Session implements Runnable {

        private final String url;

        public Session(String url) {
            this.url = url;
        }

        @Override
        public void run() {
            try {
                HecClient client = open();
                client.offer("a", TEXT, 0, Severity.INFO);
                client.handOver(Duration.ofHours(1));
                HecClient second = open();
                second.offer("b", TEXT, 0, Severity.INFO);
                second.handOver(Duration.ZERO);
            } catch (ConfigException e) {
                throw new IllegalStateException(e);
            }
        }

        private HecClient open() throws ConfigException {
            return HecClient.open(
                    "session",
                    HecClientTest.config(url, "compression", "gzip", "linger", "10min")
                            .parse(),
                    Diagnostics.SILENT);
        }
    }

    @Test
    void handOver_nobodyComes_leavesNothingOfTheClassLoader() throws Exception {
        try (WatchedCollector collector = WatchedCollector.start()) {
            WeakReference<ClassLoader> loader = runSession(collector.url());

            await().atMost(PATIENCE).until(() -> collector.events().size() == 2);
            await().atMost(PATIENCE).until(() -> {
                System.gc();
                return loader.get() == null;
            });
        }
    }

    private static WeakReference<ClassLoader> runSession(String url) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Class<?> type : List.of(HecClient.class, HandOverExitTest.class, JsonFactory.class)) {
            urls.add(new File(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toURI()
                    .toURL());
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> session = Class.forName(Session.class.getName(), true, loader);
        assertThat(session).isNotEqualTo(Session.class);
        ((Runnable) session.getConstructor(String.class).newInstance(url)).run();
        return new WeakReference<>(loader);
    }
}
