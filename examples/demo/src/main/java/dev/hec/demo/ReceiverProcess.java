package dev.hec.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A receiver in a JVM of its own, started from the packaged WAR on a free loopback port.
 *
 * <p>Thread-safe. What the receiver prints is kept for messages.
 */
public final class ReceiverProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final URI url;

    private ReceiverProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a receiver and waits until it listens.
     *
     * @param war the packaged receiver
     * @param dataDir where it keeps its events and its token
     * @param arguments further arguments; without {@code --port} among them it listens at a free one
     * @throws IOException if it does not start; the message holds what it printed
     */
    public static ReceiverProcess start(Path war, Path dataDir, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // For a start in half the time, as suits a process that lives for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                war.toString(),
                "--data-dir",
                dataDir.toString()));
        command.addAll(List.of(arguments));
        if (!command.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, listening), "receiver-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return new ReceiverProcess(process, listening.get(START_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new IOException("the receiver did not start: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the receiver did not listen within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the receiver started", e);
        }
    }

    private static void read(Process process, CompletableFuture<URI> listening) {
        StringBuilder printed = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    listening.complete(URI.create(matcher.group(1)));
                } else if (!listening.isDone()) {
                    printed.append(line).append(System.lineSeparator());
                }
            }
        } catch (IOException e) {
            printed.append(e.getMessage());
        }
        listening.completeExceptionally(new IOException(printed.toString()));
    }

    /** Base address, such as {@code http://127.0.0.1:40123}. */
    public URI url() {
        return url;
    }

    /** Kills the process without warning, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /**
     * Asks the process to stop, and waits for it.
     *
     * @return its exit code
     */
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the receiver did not stop within " + STOP_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the receiver stopped", e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
