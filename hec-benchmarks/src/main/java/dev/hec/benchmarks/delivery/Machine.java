package dev.hec.benchmarks.delivery;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where, when and with what something was measured.
 *
 * @param load load average before the measurement
 * @param libraries those that are measured, with their versions
 */
record Machine(String date, String model, int processors, String java, boolean pinned, double load, String libraries) {

    private static final List<String> MEASURED = List.of(
            "logback-classic-",
            "log4j-core-",
            "loki-logback-appender-",
            "logstash-logback-encoder-",
            "opentelemetry-logback-appender-",
            "opentelemetry-exporter-otlp-",
            "zstd-jni-");

    static Machine now() throws IOException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runs.canPin(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                measured());
    }

    private static String measured() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).getName())
                .filter(name ->
                        name.endsWith(".jar") && MEASURED.stream().anyMatch(prefix -> isVersionOf(prefix, name)))
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean isVersionOf(String prefix, String name) {
        return name.startsWith(prefix) && Character.isDigit(name.charAt(prefix.length()));
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
                "%s: %s, %d processors%s, load %.2f before, %s; %s.",
                date,
                model,
                processors,
                pinned ? ", load and sink pinned to one each" : "",
                load,
                java,
                libraries);
    }
}
