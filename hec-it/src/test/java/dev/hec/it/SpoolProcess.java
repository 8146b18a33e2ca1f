package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.it.Application.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A {@link SpoolApplication} in a JVM of its own. Confined to one thread. */
final class SpoolProcess implements AutoCloseable {

    /** Calls for a writer that is not meant to end. */
    static final long ENDLESS = Long.MAX_VALUE;

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final long END_MINUTES = 4;

    private final Process process;
    private final Path output;
    private final Path counters;
    private final int writers;

    private SpoolProcess(Process process, Path output, Path counters, int writers) {
        this.process = process;
        this.output = output;
        this.counters = counters;
        this.writers = writers;
    }

    /**
     * Starts an application.
     *
     * @param directory for its output and its counters
     * @param name of these files
     */
    static SpoolProcess start(
            Path directory, String name, Framework framework, int writers, long calls, Map<String, String> settings)
            throws IOException {
        Path output = directory.resolve(name + ".out");
        Path counters = directory.resolve(name + ".returned");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SpoolApplication.class.getName(),
                framework.name(),
                counters.toString(),
                Integer.toString(writers),
                Long.toString(calls)));
        settings.forEach((setting, value) -> command.add(setting + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new SpoolProcess(process, output, counters, writers);
    }

    /** Waits until the appender is started. */
    SpoolProcess awaitReady() {
        Awaitility.await()
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> output().lines().anyMatch("ready"::equals) || !process.isAlive());
        assertThat(process.isAlive()).as(this::output).isTrue();
        return this;
    }

    /** Waits until each writer has logged this often. */
    void awaitCalls(long calls) {
        Awaitility.await()
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    for (long returned : returned()) {
                        if (returned < calls) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** Lets the application run, and fails if it ends by itself. */
    void runFor(long millis) throws InterruptedException {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as(this::output)
                .isFalse();
    }

    /** Kills the application with SIGKILL. */
    void kill() throws InterruptedException {
        assertThat(process.isAlive()).as(this::output).isTrue();
        process.destroyForcibly().waitFor();
    }

    /** Waits until the application has delivered everything and ended. */
    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(END_MINUTES, TimeUnit.MINUTES))
                .as(this::output)
                .isTrue();
        assertThat(process.exitValue()).as(this::output).isZero();
    }

    /** The number of log calls of each writer that have returned. */
    long[] returned() throws IOException {
        return ReturnedCalls.read(counters, writers);
    }

    /** What the application has printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
