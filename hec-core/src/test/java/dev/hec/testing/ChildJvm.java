package dev.hec.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with the class path of the tests.
 *
 * @param exitCode what it ended with
 * @param output all it printed
 */
public record ChildJvm(int exitCode, String output) {

    private static final int PATIENCE_SECONDS = 60;

    /**
     * Runs a class to its end.
     *
     * @param directory for the file that takes the output
     */
    public static ChildJvm run(Path directory, Class<?> main, Map<String, String> environment, String... jvmOptions)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // For a start in half the time.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(jvmOptions));
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"), main.getName()));
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        return new ChildJvm(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
