package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.Application.Framework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills an application that logs at full speed with a spool, and now and then the receiver, at random instants, again and again on
 * the same directories; then looks for every event whose log call had returned.
 *
 * <p>The default build kills a few times. {@code -Pkill} does it 50 times for each variant, {@code -Dhec.it.kills=n} as often as
 * one likes, and {@code -Dhec.it.seed=n} repeats the instants of a run, which its messages name.
 */
@Timeout(3600)
class SpoolKillTest {

    private static final String TOKEN = "kill-token";
    private static final int KILLS = Integer.getInteger("hec.it.kills", 2);
    private static final int WRITERS = 3;
    private static final int BATCH_EVENTS = 100;

    /** How the events travel, and what must hold then. */
    enum Variant {
        /** One request at a time: also the order of each writer is kept. */
        ONE_AT_A_TIME(1, true),
        /** Several at a time. */
        SEVERAL_AT_A_TIME(3, true),
        /** A receiver that does not know batch ids: what was in flight at a kill may come twice. */
        WITHOUT_DEDUP(3, false);

        private final int inFlight;
        private final boolean dedup;

        Variant(int inFlight, boolean dedup) {
            this.inFlight = inFlight;
            this.dedup = dedup;
        }
    }

    /** What was found of the events of all rounds. */
    private static final class Account {
        private final List<String> missing = new ArrayList<>();
        private long returned;
        private long unreturned;
        private long copies;
        private long displaced;
    }

    @TempDir
    Path directory;

    private int receiverKills;

    @ParameterizedTest
    @EnumSource
    void kill_atRandomInstants_everyEventWhoseCallReturnedIsFound(Variant variant) throws Exception {
        long start = System.nanoTime();
        long seed = Long.getLong("hec.it.seed", System.nanoTime());
        Random random = new Random(seed);
        List<long[]> returned = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        ReceiverProcess receiver = startReceiver(variant);
        try (Relay relay = new Relay()) {
            relay.leadTo(receiver.url());
            for (int round = 0; round < KILLS; round++) {
                relay.delayReplies(Duration.ofMillis(round % 4 == 3 ? 20 + random.nextInt(100) : 0));
                try (SpoolProcess application = start(relay, round, SpoolProcess.ENDLESS, variant)) {
                    if (random.nextInt(5) == 0) {
                        // Also while it starts and adopts what its predecessor left.
                        application.runFor(random.nextInt(1_500));
                    } else {
                        application.awaitReady().runFor(random.nextInt(2_000));
                    }
                    if (round % 4 == 1) {
                        receiver = killAndRestart(receiver, variant, relay);
                        application.runFor(random.nextInt(2_000));
                    }
                    application.kill();
                    returned.add(application.returned());
                    outputs.add(application.output());
                }
            }
            relay.delayReplies(Duration.ZERO);
            try (SpoolProcess last = start(relay, KILLS, 0, variant)) {
                last.awaitEnd();
                outputs.add(last.output());
            }
            Account account = count(new SearchClient(receiver.url(), TOKEN), returned);
            String run =
                    "%s, seed %d: %d kills and %d of the receiver, %d s; %d log calls returned, %d events missing, %d"
                                    .formatted(
                                            variant,
                                            seed,
                                            KILLS,
                                            receiverKills,
                                            (System.nanoTime() - start) / 1_000_000_000,
                                            account.returned,
                                            account.missing.size(),
                                            account.copies)
                            + " come again, %d out of order, %d found whose call had not returned"
                                    .formatted(account.displaced, account.unreturned);
            System.out.println(run);

            assertThat(account.returned).as(run).isPositive();
            assertThat(account.missing).as(run).isEmpty();
            assertThat(account.unreturned).as(run).isLessThanOrEqualTo((long) KILLS * WRITERS);
            if (variant.dedup) {
                assertThat(account.copies).as(run).isZero();
            } else {
                // At each kill, of either side, a request of each delivery thread may have been in flight.
                assertThat(account.copies)
                        .as(run)
                        .isLessThanOrEqualTo((long) (KILLS + receiverKills) * variant.inFlight * BATCH_EVENTS);
            }
            if (variant.inFlight == 1 && variant.dedup) {
                assertThat(account.displaced).as(run).isZero();
            }
            assertThat(outputs).as(run).noneMatch(output -> output.contains("The spool"));
            assertThat(filesIn(directory.resolve("spool"))).as(run).isEmpty();
        } finally {
            receiver.close();
        }
    }

    private ReceiverProcess startReceiver(Variant variant) throws Exception {
        return ReceiverProcess.start(
                TestFiles.receiverWar(),
                directory.resolve("receiver"),
                "--token",
                TOKEN,
                "--dedup-for",
                variant.dedup ? "24h" : "0");
    }

    private ReceiverProcess killAndRestart(ReceiverProcess receiver, Variant variant, Relay relay) throws Exception {
        receiver.kill();
        receiverKills++;
        ReceiverProcess next = startReceiver(variant);
        relay.leadTo(next.url());
        return next;
    }

    private SpoolProcess start(Relay relay, int round, long calls, Variant variant) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", relay.url().toString());
        settings.put("token", TOKEN);
        settings.put("fields", "round=" + round);
        settings.put("spoolDir", directory.resolve("spool").toString());
        settings.put("spoolBytes", "4MB");
        settings.put("fsync", round % 3 == 2 ? "seal" : "none");
        settings.put("overflow", "block");
        settings.put("maxBlock", "10min");
        settings.put("batchBytes", "32KB");
        settings.put("batchEvents", Integer.toString(BATCH_EVENTS));
        settings.put("linger", "20ms");
        settings.put("maxInFlight", Integer.toString(variant.inFlight));
        settings.put("retryInitial", "50ms");
        settings.put("retryMax", "500ms");
        settings.put("parkInterval", "500ms");
        Framework framework = round % 2 == 0 ? Framework.LOGBACK : Framework.LOG4J2;
        return SpoolProcess.start(directory, "round" + round, framework, WRITERS, calls, settings);
    }

    private static Account count(SearchClient search, List<long[]> returned) throws Exception {
        Account account = new Account();
        for (int round = 0; round < returned.size(); round++) {
            List<List<Integer>> found = IntStream.range(0, WRITERS)
                    .<List<Integer>>mapToObj(writer -> new ArrayList<>())
                    .toList();
            for (JsonNode event : search.all("round=" + round)) {
                found.get(event.get("w").asInt()).add(event.get("n").asInt());
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "round " + round + ", writer " + writer;
                count(name, found.get(writer), Math.toIntExact(returned.get(round)[writer]), account);
            }
        }
        return account;
    }

    /** Counts the events of one writer in one round, given in the order of the search. */
    private static void count(String writer, List<Integer> found, int returned, Account account) {
        int[] times = new int
                [Math.max(returned, found.stream().mapToInt(n -> n + 1).max().orElse(0))];
        int highest = -1;
        for (int n : found) {
            times[n]++;
            if (n < highest) {
                account.displaced++;
            }
            highest = Math.max(highest, n);
        }
        account.returned += returned;
        for (int n = 0; n < times.length; n++) {
            account.copies += Math.max(0, times[n] - 1);
            if (n < returned && times[n] == 0) {
                account.missing.add(writer + ", event " + n + " of " + returned);
            }
            account.unreturned += n >= returned && times[n] > 0 ? 1 : 0;
        }
    }

    private static List<Path> filesIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
