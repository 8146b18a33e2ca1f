package dev.hec.benchmarks.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that runs on one processor only, where the system has {@code taskset}. Confined to one thread. */
final class PinnedJava implements AutoCloseable {

    /** Where the program under test runs. */
    static final int PROGRAM = 0;
    /** Where what drives it runs. */
    static final int DRIVER = 1;

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final boolean TASKSET = Files.isExecutable(Path.of("/usr/bin/taskset"))
            && Runtime.getRuntime().availableProcessors() > 1;
    private static final long TICKS_PER_SECOND = 100;

    private final Process process;
    private final BufferedReader out;

    private PinnedJava(Process process) {
        this.process = process;
        out = process.inputReader();
    }

    /** Starts one; what it writes to stderr is shown. */
    static PinnedJava start(int processor, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (TASKSET) {
            command.addAll(List.of("taskset", "-c", Integer.toString(processor)));
        }
        command.add(JAVA);
        command.addAll(arguments);
        return new PinnedJava(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Runs a main class with this JVM's class path to its end, and gives the last line it wrote. */
    static String run(int processor, String heap, Class<?> main, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), main.getName()));
        all.addAll(List.of(arguments));
        try (PinnedJava java = start(processor, all)) {
            String last = "";
            for (String line = java.out.readLine(); line != null; line = java.out.readLine()) {
                last = line;
            }
            if (java.process.waitFor() != 0) {
                throw new IOException(main.getSimpleName() + " failed");
            }
            return last;
        }
    }

    static boolean pins() {
        return TASKSET;
    }

    /** Ends with an exception if the process has ended. */
    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the process ended with " + process.exitValue());
        }
    }

    /** CPU time used so far, in microseconds. */
    long cpuMicros() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .map(duration -> duration.toNanos())
                        .orElse(0L)
                / 1000;
    }

    /** The CPU time of each thread that lives; empty where the system does not tell. */
    Map<Long, ThreadTime> threadTimes() {
        Map<Long, ThreadTime> times = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    times.put(Long.parseLong(task.getFileName().toString()), ThreadTime.of(task));
                } catch (IOException e) {
                    continue; // it ended in this moment
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return times;
    }

    /** A thread's name without numbers, and what it has used. */
    record ThreadTime(String name, long micros) {

        private static ThreadTime of(Path task) throws IOException {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[- #]+\\d.*", "");
            String[] numbers = stat.substring(end + 2).split(" ");
            long ticks = Long.parseLong(numbers[11]) + Long.parseLong(numbers[12]);
            return new ThreadTime(name, ticks * 1_000_000 / TICKS_PER_SECOND);
        }
    }

    /** Ends it as Ctrl-C does, and waits. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the process did not end within a minute");
        }
    }
}
