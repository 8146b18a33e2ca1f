package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fleet of clients does together, see {@link FleetSimulation}. */
class FleetSimulationTest {

    private static void assertFair(FleetScenario scenario, long seed) {
        FleetHistory history = FleetSimulation.run(scenario, seed);

        assertThat(history.utilisation(30, 150)).as("part of the limit used").isGreaterThanOrEqualTo(0.9);
        assertThat(history.fairness(30, 150)).as("Jain's index").isGreaterThanOrEqualTo(0.9);
        assertThat(history.rejected(30, 150)).as("part rejected").isLessThan(0.02);
        // A run without any pressure would prove nothing.
        assertThat(history.rejected(30, 150)).as("part rejected").isPositive();
        assertThat(history.rejected(0, 10)).as("part rejected at the start").isGreaterThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fleet_atOnce_sharesTheLimit(long seed) {
        assertFair(new FleetScenario(), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fleet_withRetryAfter_sharesTheLimit(long seed) {
        assertFair(new FleetScenario().retryAfter(1), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fleet_startingAtRandomMoments_sharesTheLimit(long seed) {
        assertFair(new FleetScenario().startWithin(5), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fleet_collectorWithLittleBurst_sharesTheLimit(long seed) {
        assertFair(new FleetScenario().limit(1_000, 100), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fleet_afterAnOutage_comesBackWithoutAHerd(long seed) {
        assertComesBack(new FleetScenario().outage(60, 120).seconds(240), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fleet_afterAnOutageWithRetryAfter_comesBackWithoutAHerd(long seed) {
        assertComesBack(new FleetScenario().retryAfter(1).outage(60, 120).seconds(240), seed);
    }

    private static void assertComesBack(FleetScenario scenario, long seed) {
        FleetHistory history = FleetSimulation.run(scenario, seed);

        assertThat(history.utilisation(61, 120)).as("during the outage").isZero();
        assertThat(history.requests(61, 120) / 59)
                .as("requests a second during the outage")
                .isLessThan(200);
        assertThat(history.peak(120, 240)).as("most requests in a second").isLessThanOrEqualTo(2_000);
        assertThat(history.utilisation(170, 180)).as("a minute later").isGreaterThanOrEqualTo(0.9);
        assertThat(history.utilisation(180, 240)).isGreaterThanOrEqualTo(0.9);
        assertThat(history.rejected(150, 240)).isLessThan(0.02);
        assertThat(history.fairness(150, 240)).isGreaterThanOrEqualTo(0.85);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loneClient_afterAnOutage_goesBackToItsFullPace(long seed) {
        FleetHistory history = FleetSimulation.run(
                new FleetScenario().limit(100_000, 100_000).clients(1, 100).outage(20, 30), seed);

        assertThat(history.requests(15, 20) / 5.0).as("before").isBetween(950.0, 1_050.0);
        assertThat(history.pace(29, 0)).as("pace during the outage").isLessThanOrEqualTo(701);
        // At most 16 s until it tries again, and a minute of recovery.
        assertThat(history.pace(29 + 76, 0)).as("pace").isEqualTo(1_000);
        assertThat(history.requests(110, 150) / 40.0).as("afterwards").isBetween(950.0, 1_050.0);
        assertThat(history.rejected(40, 150)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loneClient_limitFarBelowItsOwn_usesMostOfIt(long seed) {
        FleetHistory history =
                FleetSimulation.run(new FleetScenario().limit(100, 100).clients(1, 100), seed);

        assertThat(history.utilisation(30, 150)).isGreaterThanOrEqualTo(0.8);
        assertThat(history.rejected(30, 150)).isLessThan(0.02);
    }
}
