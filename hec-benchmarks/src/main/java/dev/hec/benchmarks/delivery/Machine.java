package dev.hec.benchmarks.delivery;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where and when something was measured.
 *
 * @param load load average before the measurement
 */
record Machine(String date, String model, int processors, String java, boolean pinned, double load) {

    static Machine now() throws IOException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runs.canPin(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    /** As a sentence. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %d processors%s, load %.2f before, %s.",
                date,
                model,
                processors,
                pinned ? ", load and sink pinned to one each" : "",
                load,
                java);
    }
}
