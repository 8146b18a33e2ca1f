package dev.hec.benchmarks.speed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One round: a new receiver on an empty directory takes all events and is searched, then the minimal program indexes the same.
 * The first tenth is for the compilers to warm up. Confined to one thread.
 */
final class SpeedRound {

    private static final String HEAP = "1g";
    private static final String CONNECTIONS = "8";
    /** Events after the first tenth that are accepted while the journal has room. */
    private static final long BURST = 400_000;

    private static final int SAMPLES = 200;

    private final Path directory;
    private final long events;
    private final List<CostPoint> curve = new ArrayList<>();
    private long sent;
    private long cpuBefore;

    /**
     * What it cost to take in and index the events up to a number of events.
     *
     * @param events in the index
     * @param micros CPU time of the receiver per event since the point before
     */
    record CostPoint(long events, double micros) {}

    /**
     * What a round found.
     *
     * @param accepted events per second answered with 200, while the journal had room
     * @param indexed events per second from the first request to the last event found
     * @param busy how often a request was answered with 503
     * @param minimal events per second of the minimal program, for the same events as {@code indexed}
     * @param indexedMicros CPU time per event of the receiver for {@code indexed}
     * @param minimalMicros CPU time per event of the minimal program
     * @param threads CPU time per event by thread, for {@code indexed}
     * @param bytesPerEvent disk
     */
    record Result(
            double accepted,
            double indexed,
            long busy,
            double minimal,
            double indexedMicros,
            double minimalMicros,
            Map<String, Double> threads,
            List<CostPoint> curve,
            SearchSpeed.Times search,
            double bytesPerEvent) {}

    private record Sending(double perSecond, double indexedPerSecond, long busy, double micros) {}

    /** @param directory emptied before and after */
    SpeedRound(Path directory, long events) {
        this.directory = directory;
        this.events = events;
    }

    Result run(String war) throws Exception {
        clear();
        Files.createDirectories(directory);
        long part = Math.min(events, 1_000_000);
        long warmUp = part / 10;
        long burst = Math.min(BURST, part / 2 - warmUp);
        Sending accepting;
        Sending indexing;
        Map<String, Double> threads;
        SearchSpeed.Times search;
        double bytesPerEvent;
        try (ReceiverProcess receiver = ReceiverProcess.start(war, directory, HEAP)) {
            send(receiver, warmUp);
            accepting = send(receiver, warmUp + burst);
            Map<Long, PinnedJava.ThreadTime> before = receiver.threadTimes();
            indexing = send(receiver, part);
            threads = byThread(before, receiver.threadTimes(), indexing.micros(), part - warmUp - burst);
            search = SearchSpeed.measure(receiver, part);
            cpuBefore = receiver.cpuMicros();
            for (long next = 2 * part; next <= events; next += part) {
                send(receiver, next);
            }
            bytesPerEvent = (double) size(directory.resolve("data").resolve("index")) / sent;
            verify(receiver);
        }
        Files.createDirectories(directory);
        Path file = write(part);
        String[] minimal = PinnedJava.run(
                        PinnedJava.PROGRAM,
                        HEAP,
                        dev.hec.receiver.store.MinimalIndexing.class,
                        file.toString(),
                        directory.resolve("minimal").toString(),
                        Long.toString(warmUp + burst))
                .split(" ");
        double measured = part - warmUp - burst;
        clear();
        return new Result(
                accepting.perSecond(),
                indexing.indexedPerSecond(),
                indexing.busy(),
                measured * 1e9 / Long.parseLong(minimal[0]),
                indexing.micros(),
                Long.parseLong(minimal[1]) / measured,
                threads,
                curve,
                search,
                bytesPerEvent);
    }

    /** Sends the events up to a number, and waits until all are found. */
    private Sending send(ReceiverProcess receiver, long end) throws Exception {
        long count = end - sent;
        String[] reply = PinnedJava.run(
                        PinnedJava.DRIVER,
                        "2g",
                        LoadGenerator.class,
                        receiver.url(),
                        ReceiverProcess.TOKEN,
                        Long.toString(sent),
                        Long.toString(end),
                        CONNECTIONS)
                .split(" ");
        receiver.awaitSearchable(end);
        double seconds = (System.currentTimeMillis() - Long.parseLong(reply[0])) / 1e3;
        long cpu = receiver.cpuMicros();
        double micros = (cpu - cpuBefore) / (double) count;
        cpuBefore = cpu;
        sent = end;
        curve.add(new CostPoint(end, micros));
        return new Sending(count * 1e9 / Long.parseLong(reply[1]), count / seconds, Long.parseLong(reply[2]), micros);
    }

    /** CPU time per event by name of the thread. Merges have a thread each, which ends with it, so they are what remains. */
    private static Map<String, Double> byThread(
            Map<Long, PinnedJava.ThreadTime> before, Map<Long, PinnedJava.ThreadTime> after, double all, double count) {
        Map<String, Double> micros = new TreeMap<>();
        double rest = all;
        for (Map.Entry<Long, PinnedJava.ThreadTime> thread : after.entrySet()) {
            PinnedJava.ThreadTime then = before.get(thread.getKey());
            double used = (thread.getValue().micros() - (then == null ? 0 : then.micros())) / count;
            micros.merge(thread.getValue().name(), used, Double::sum);
            rest -= used;
        }
        micros.put("ended, most of them merges", rest);
        return micros;
    }

    /** All hosts have all their events, and events taken at random are there once. */
    private void verify(ReceiverProcess receiver) throws IOException, InterruptedException {
        expect(receiver, "", sent);
        for (int host = 0; host < SampleEvents.HOSTS; host++) {
            expect(receiver, "serverHost=web-" + host, sent / SampleEvents.HOSTS);
        }
        for (long number : new SplittableRandom(1).longs(SAMPLES, 0, sent).toArray()) {
            expect(receiver, "number=" + number, 1);
        }
    }

    private static void expect(ReceiverProcess receiver, String query, long expected)
            throws IOException, InterruptedException {
        long found = receiver.total(query);
        if (found != expected) {
            throw new IOException(query + " found " + found + " events instead of " + expected);
        }
    }

    private Path write(long end) throws IOException {
        Path file = directory.resolve("events.json");
        SampleEvents sample = new SampleEvents();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long number = 0; number < end; number++) {
                out.write(sample.envelope(number));
            }
        }
        return file;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void clear() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
