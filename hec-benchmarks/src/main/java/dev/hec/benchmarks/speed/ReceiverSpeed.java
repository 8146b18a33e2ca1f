package dev.hec.benchmarks.speed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the receiver is, as a table for people; see {@code docs/receiver-speed.md}. Each round measures everything, the receiver
 * and the minimal program one after the other; so what disturbs the machine for a while disturbs both.
 *
 * <p>System properties: {@code speed.war}; {@code speed.directory}, emptied; {@code speed.events}; {@code speed.rounds};
 * {@code speed.report}, a file to write to; {@code speed.jvm}, options for the receiver's JVM.
 */
public final class ReceiverSpeed {

    private static final long FREE_BYTES_PER_EVENT = 1_600;

    private ReceiverSpeed() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(System.getProperty("speed.directory"));
        long events = Long.getLong("speed.events", 1_000_000);
        int rounds = Integer.getInteger("speed.rounds", 3);
        if (events < 1_000_000 ? events % 1_000 > 0 : events % 1_000_000 > 0) {
            throw new IllegalArgumentException("speed.events must be whole thousands, or whole millions from one on");
        }
        checkSpace(directory, events);
        double loadBefore = load();
        List<SpeedRound.Result> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            results.add(new SpeedRound(directory, events).run(System.getProperty("speed.war")));
            // At once, so that a run that is broken off has not been for nothing.
            System.out.println(round + 1 + " " + results.get(round));
        }
        String table = SpeedReport.of(results, events, loadBefore, load());
        System.out.println(table);
        String report = System.getProperty("speed.report", "");
        if (!report.isEmpty()) {
            SpeedReport.write(Path.of(report), table);
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void checkSpace(Path directory, long events) throws IOException {
        Files.createDirectories(directory);
        long needed = events * FREE_BYTES_PER_EVENT;
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw new IOException(directory + " has " + free + " bytes free; " + needed + " are needed");
        }
    }
}
