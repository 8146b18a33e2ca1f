package dev.hec.it.chaos;

import dev.hec.delivery.FleetHistory;
import dev.hec.delivery.FleetScenario;
import java.util.Locale;

/** What the run of a fleet comes to. Immutable. */
final class FleetResult {

    /** Over so many seconds. */
    private static final int WINDOW = 3;

    private final FleetHistory history;
    private final FleetScenario scenario;
    private final int calmFrom;
    private final double recovered;

    /**
     * A result.
     *
     * @param calmFrom first second that counts: what comes before is the start
     * @param recovered part of what was accepted before the outage that counts as recovery
     */
    FleetResult(FleetHistory history, int calmFrom, double recovered) {
        this.recovered = recovered;
        this.history = history;
        this.calmFrom = calmFrom;
        scenario = history.scenario();
    }

    /** Part of the limit used before the outage. */
    double used() {
        return history.utilisation(calmFrom, scenario.outageFrom());
    }

    /** Part of the requests that was rejected before the outage. */
    double rejected() {
        return history.rejected(calmFrom, scenario.outageFrom());
    }

    /** Jain's index before the outage. */
    double fairness() {
        return history.fairness(calmFrom, scenario.outageFrom());
    }

    /** Jain's index after recovery, or after the outage if there was none. */
    double fairnessAfterwards() {
        return history.fairness(scenario.outageTo() + Math.max(0, recoverySeconds()), scenario.seconds());
    }

    /** Part of the requests that was rejected after the outage. */
    double rejectedAfterwards() {
        return history.rejected(scenario.outageTo(), scenario.seconds());
    }

    /** Requests in the first second after the outage, accepted or not, relative to the limit. */
    double herd() {
        return history.requests(scenario.outageTo(), scenario.outageTo() + 1) / (double) scenario.limit();
    }

    /** The most in any second after the outage, relative to the limit. */
    double peak() {
        return history.peak(scenario.outageTo(), scenario.seconds()) / (double) scenario.limit();
    }

    /** Requests in a second of the outage, relative to the limit. */
    double knocking() {
        return history.requests(scenario.outageFrom() + 1, scenario.outageTo())
                / (double) (scenario.outageTo() - scenario.outageFrom() - 1)
                / scenario.limit();
    }

    /** Seconds from the end of the outage until as much is accepted as before, nearly; -1 if never. */
    int recoverySeconds() {
        for (int from = scenario.outageTo(); from + WINDOW <= scenario.seconds(); from++) {
            if (history.utilisation(from, from + WINDOW) >= recovered * used()) {
                return from - scenario.outageTo();
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return table(Locale.ROOT).replace("\n", "; ");
    }

    String table(Locale locale) {
        return String.format(
                locale,
                """
                | %d clients, limit %d requests/s, outage of %d s | |
                |---|--:|
                | limit used before the outage | %.0f %% |
                | rejected before the outage | %.1f %% |
                | fairness before the outage | %.2f |
                | requests during the outage, of the limit | %.1f %% |
                | requests in the first second after it, of the limit | %.0f %% |
                | most requests in any second after it, of the limit | %.0f %% |
                | seconds until %.0f %% of what was accepted before are accepted again | %d |
                | rejected after the outage | %.1f %% |
                | fairness after recovery | %.2f |
                """,
                scenario.clients(),
                scenario.limit(),
                scenario.outageTo() - scenario.outageFrom(),
                100 * used(),
                100 * rejected(),
                fairness(),
                100 * knocking(),
                100 * herd(),
                100 * peak(),
                100 * recovered,
                recoverySeconds(),
                100 * rejectedAfterwards(),
                fairnessAfterwards());
    }
}
