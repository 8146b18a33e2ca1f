package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A receiver in a process of its own, which a test may hurt or kill. */
final class ReceiverChild implements AutoCloseable {

    static final String TOKEN = "child-token";

    private final Process process;
    private final Path errors;
    private final int port;

    private ReceiverChild(Process process, Path errors, int port) {
        this.process = process;
        this.errors = errors;
        this.port = port;
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param directory for its data and its temporary files
     * @param options of the JVM
     */
    static ReceiverChild start(Path directory, String... options) throws Exception {
        return start(List.of(), directory, options);
    }

    /** @param wrapper a command that runs the one behind it */
    static ReceiverChild start(List<String> wrapper, Path directory, String... options) throws Exception {
        Path errors = Files.createTempFile(directory, "receiver", ".err");
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ReceiverChild.class.getName(),
                directory.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        BufferedReader out = process.inputReader();
        String port = out.readLine();
        assertThat(port).as(() -> text(errors)).isNotNull();
        return new ReceiverChild(process, errors, Integer.parseInt(port));
    }

    /** The child's part. It ends with its parent, whose end closes the pipe. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, TOKEN)
                .with(Setting.MIN_FREE_BYTES, 0L)
                .with(Setting.PORT, 0);
        ReceiverServer server =
                ReceiverServer.open(settings, DefaultStorage.OPENER, Files.createTempDirectory(directory, "tomcat"));
        System.out.println(server.port());
        while (System.in.read() >= 0) {
            // nothing is said
        }
        server.close();
        System.exit(0);
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it wrote to its log. */
    String log() {
        return text(errors);
    }

    /** Kills it as {@code kill -9} does, and returns when it is dead. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
