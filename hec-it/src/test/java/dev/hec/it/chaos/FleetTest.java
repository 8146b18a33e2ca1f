package dev.hec.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.delivery.FleetChart;
import dev.hec.delivery.FleetHistory;
import dev.hec.delivery.FleetScenario;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of clients as they ship shares the limit of the packaged receiver, in real time, with an outage in between.
 *
 * <p>Seconds by default, with few clients; {@code -Pfleet} takes 50 clients, 1000 requests in a second and an outage of a minute,
 * and with {@code -Dhec.docs.update=true} writes its table and diagram into {@code docs}.
 */
@Timeout(600)
class FleetTest {

    private static final String TOKEN = "fleet-t0ken";
    private static final boolean LONG = Boolean.getBoolean("hec.fleet.long");
    private static final int CALM_FROM = LONG ? 30 : 3;
    private static final FleetScenario SCENARIO = LONG
            ? new FleetScenario()
                    .clients(50, 1)
                    .limit(1_000, 1_000)
                    .outage(90, 150)
                    .seconds(240)
            : new FleetScenario().clients(8, 1).limit(80, 80).outage(9, 12).seconds(20);
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- /measured -->\n";

    @TempDir
    Path directory;

    @Test
    void fleet_sharesALimitAndComesBackFromAnOutage_withoutAHerd() throws Exception {
        FleetHistory history;
        long logged;
        try (ReceiverProcess receiver = ReceiverProcess.start(
                TestFiles.receiverWar(),
                directory,
                "--token",
                TOKEN,
                "--requests-per-second",
                Integer.toString(SCENARIO.limit()))) {
            try (FleetGate gate = new FleetGate(receiver.url().getPort(), SCENARIO);
                    Fleet fleet = new Fleet(SCENARIO, gate.url(), TOKEN)) {
                fleet.run(gate);
                fleet.close(Duration.ofSeconds(30));
                history = gate.history(fleet.paces());
                logged = fleet.logged();
                assertThat(gate.others()).as("other answers").isZero();
                assertThat(fleet.lost()).as("lost").isZero();
            }
            assertThat(new SearchClient(receiver.url(), TOKEN).count("source=fleet n=*"))
                    .isEqualTo(logged);
        }
        FleetResult result = new FleetResult(history, CALM_FROM, LONG ? 0.9 : 0.5);
        System.out.println("fleet: " + result);
        if (LONG && Boolean.getBoolean("hec.docs.update")) {
            write(result, history);
        }

        assertThat(result.used()).as("limit used before the outage, %s", result).isGreaterThan(0.7);
        assertThat(result.fairness()).as("fairness, %s", result).isGreaterThan(LONG ? 0.85 : 0.3);
        assertThat(result.rejected())
                .as("rejected before the outage, %s", result)
                .isLessThan(LONG ? 0.05 : 0.2);
        assertThat(result.herd())
                .as("first second after the outage, %s", result)
                .isLessThan(1.5);
        assertThat(result.peak()).as("any second after the outage, %s", result).isLessThan(2.0);
        assertThat(result.recoverySeconds()).as("time to recover, %s", result).isBetween(0, LONG ? 55 : 7);
    }

    private static void write(FleetResult result, FleetHistory history) throws Exception {
        Path docs = TestFiles.projectRoot().resolve("docs");
        Files.writeString(docs.resolve("pacing-measured.svg"), FleetChart.of(history));
        String written = Files.readString(docs.resolve("pacing.md"));
        Files.writeString(
                docs.resolve("pacing.md"),
                written.substring(0, written.indexOf(BEGIN) + BEGIN.length())
                        + result.table(Locale.ROOT)
                        + written.substring(written.indexOf(END)));
    }
}
