package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An application with a class path of its own, in a JVM of its own. Confined to one thread. */
public final class ApplicationProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What an application ends with that was asked to stop by SIGTERM. */
    static final int TERMINATED = 143;

    private final Process process;
    private final Path output;

    private ApplicationProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts an application on the JDK of the tests.
     *
     * @param directory for the file that takes its output
     */
    static ApplicationProcess start(
            Path directory, String classPath, String main, Map<String, String> environment, String... options)
            throws IOException {
        return start(
                Path.of(System.getProperty("java.home")),
                directory,
                environment,
                Stream.concat(Arrays.stream(options), Stream.of("-cp", classPath, main))
                        .toArray(String[]::new));
    }

    /** Starts what the arguments name, on a JDK. */
    public static ApplicationProcess start(
            Path javaHome, Path directory, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(directory, "application", ".out");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new ApplicationProcess(
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** The entries of the tests' own class path whose file name begins with one of these and goes on with a version. */
    static String jars(String... names) {
        List<String> found = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(names)
                        .anyMatch(name ->
                                Path.of(entry).getFileName().toString().matches(name + "-\\d.*(?<!-tests)\\.jar")))
                .toList();
        assertThat(found).as("packaged jars; run at least the package phase").hasSize(names.length);
        return String.join(File.pathSeparator, found);
    }

    /** All jars of a directory. */
    static String jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** The directory of the tests' classes. */
    static String testClasses() {
        return Path.of(System.getProperty("hec.it.classes")).toString();
    }

    /** Waits until the application has printed a text; fails if it ends before. */
    public ApplicationProcess awaitOutput(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> output().contains(text) || !process.isAlive());
        assertThat(output()).contains(text);
        return this;
    }

    /** Asks the application to stop, as an operator would. */
    void requestStop() {
        assertThat(process.isAlive()).as(this::output).isTrue();
        process.destroy();
    }

    /** Asks the application to stop, and waits for its end; its exit code. */
    int terminate() throws InterruptedException {
        requestStop();
        return awaitEnd();
    }

    /** Waits for the application's end; its exit code. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(this::output)
                .isTrue();
        return process.exitValue();
    }

    /** Lets the application run, and fails if it ends by itself. */
    public void runFor(long millis) throws InterruptedException {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as(this::output)
                .isFalse();
    }

    /** Kills the application, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        assertThat(process.isAlive()).as(this::output).isTrue();
        process.destroyForcibly().waitFor();
    }

    /** What the application has printed. */
    public String output() {
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
