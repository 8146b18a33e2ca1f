package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.EndpointHealth;
import dev.hec.time.ManualTime;
import dev.hec.transport.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private static final Trouble WHY = new Trouble("HTTP 500", "broken");
    private static final Outcome ACCEPTED = new Outcome.Accepted();
    private static final Outcome NOT_SENT = new Outcome.Unreachable(false, WHY);
    private static final Outcome LOST = new Outcome.Unreachable(true, WHY);
    private static final Outcome REFUSED = new Outcome.Refused(WHY);
    private static final Outcome BUSY = new Outcome.Busy(Optional.empty(), WHY);

    /** With a random of one half: 15 s, then 25 s, 45 s, and 85 s ever after. */
    private static final AsideTime ASIDE = new AsideTime(seconds(10), seconds(20), seconds(160));

    private static final Duration FIRST_ASIDE = Duration.ofSeconds(15);
    private static final Duration SECOND_ASIDE = Duration.ofSeconds(25);
    private static final Duration ALMOST_NOTHING = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();
    private final Endpoints failover = endpoints(Endpoints.Strategy.FAILOVER, 3);
    private final Endpoints roundRobin = endpoints(Endpoints.Strategy.ROUND_ROBIN, 3);

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private Endpoints endpoints(Endpoints.Strategy strategy, int count) {
        List<URI> urls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            urls.add(URI.create("https://host" + i + ".example:8088/services/collector/event?x=1"));
        }
        return new Endpoints(urls, strategy, ASIDE, time, () -> 0.5);
    }

    /** The places that picks go to, each of them accepted. */
    private static List<Integer> places(Endpoints endpoints, int picks) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < picks; i++) {
            Endpoint endpoint = endpoints.pick();
            endpoints.attempted(endpoint, ACCEPTED);
            places.add(endpoint.place());
        }
        return places;
    }

    private static boolean attempt(Endpoints endpoints, int place, Outcome outcome) {
        Endpoint endpoint = endpoints.pick();
        assertThat(endpoint.place()).isEqualTo(place);
        return endpoints.attempted(endpoint, outcome);
    }

    // Failover

    @Test
    void failover_allHealthy_usesTheFirst() {
        assertThat(places(failover, 3)).containsExactly(0, 0, 0);
    }

    @Test
    void failover_endpointThatCannotBeReached_isLeftAtOnce() {
        assertThat(attempt(failover, 0, NOT_SENT))
                .as("the next attempt need not wait")
                .isTrue();
        assertThat(attempt(failover, 1, REFUSED)).isTrue();

        assertThat(places(failover, 2)).containsExactly(2, 2);
    }

    @Test
    void failover_endpointThatLosesARequest_isLeftAtTheSecond() {
        assertThat(attempt(failover, 0, LOST))
                .as("the same again, after a wait")
                .isFalse();
        assertThat(attempt(failover, 0, LOST)).isTrue();

        assertThat(places(failover, 1)).containsExactly(1);
    }

    @Test
    void failover_lossesWithASuccessBetween_areNotInARow() {
        attempt(failover, 0, LOST);
        attempt(failover, 0, ACCEPTED);
        attempt(failover, 0, LOST);

        assertThat(places(failover, 1)).containsExactly(0);
    }

    @Test
    void failover_answersAboutEvents_areThoseOfAHealthyEndpoint() {
        for (Outcome outcome : List.of(
                new Outcome.TooLarge(WHY),
                new Outcome.UnsupportedCoding(WHY),
                new Outcome.BadEvent(OptionalInt.empty(), WHY))) {
            attempt(failover, 0, LOST);
            assertThat(attempt(failover, 0, outcome)).isFalse();
        }

        assertThat(places(failover, 1)).containsExactly(0);
    }

    @Test
    void failover_busyEndpoint_isNotLeft() {
        for (int i = 0; i < 10; i++) {
            assertThat(attempt(failover, 0, BUSY)).isFalse();
        }
    }

    @Test
    void failover_beforeTheTimeIsUp_staysWithTheSecond() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE.minus(ALMOST_NOTHING));

        assertThat(places(failover, 2)).containsExactly(1, 1);
    }

    @Test
    void failover_whenTheTimeIsUp_oneAttemptProbesAndTheOthersStay() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);

        Endpoint probe = failover.pick();
        assertThat(probe.place()).isZero();
        assertThat(places(failover, 3)).containsExactly(1, 1, 1);
        failover.attempted(probe, ACCEPTED);

        assertThat(places(failover, 2)).containsExactly(0, 0);
    }

    @Test
    void failover_probesInVain_comeEverMoreRarelyUpToABound() {
        attempt(failover, 0, NOT_SENT);
        Duration aside = FIRST_ASIDE;
        for (Duration next : List.of(
                SECOND_ASIDE,
                Duration.ofSeconds(45),
                Duration.ofSeconds(85),
                Duration.ofSeconds(85),
                Duration.ofSeconds(85))) {
            time.advance(aside.minus(ALMOST_NOTHING));
            attempt(failover, 1, ACCEPTED);
            time.advance(ALMOST_NOTHING);
            assertThat(attempt(failover, 0, LOST))
                    .as("the second goes on without a wait")
                    .isTrue();
            aside = next;
        }
        time.advance(aside);
        attempt(failover, 0, ACCEPTED);
    }

    @Test
    void failover_probeThatMeetsABusyCollector_isRepeatedLater() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);

        assertThat(attempt(failover, 0, BUSY)).isFalse();

        attempt(failover, 1, ACCEPTED);
        time.advance(SECOND_ASIDE);
        attempt(failover, 0, ACCEPTED);
    }

    @Test
    void failover_probeThatNeverEnds_makesRoomForAnother() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);
        failover.pick();
        time.advance(Duration.ofMinutes(5).minus(ALMOST_NOTHING));
        attempt(failover, 1, ACCEPTED);

        time.advance(ALMOST_NOTHING);

        attempt(failover, 0, ACCEPTED);
    }

    @Test
    void failover_endpointThatFailsSoonAfterItsReturn_isAwayLonger() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);
        attempt(failover, 0, ACCEPTED);
        time.advance(FIRST_ASIDE);
        attempt(failover, 0, NOT_SENT);

        time.advance(FIRST_ASIDE);
        attempt(failover, 1, ACCEPTED);
    }

    @Test
    void failover_endpointThatDidWellForLongerThanItWasAway_startsAnew() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);
        attempt(failover, 0, ACCEPTED);
        time.advance(FIRST_ASIDE.plus(ALMOST_NOTHING));
        attempt(failover, 0, NOT_SENT);

        time.advance(FIRST_ASIDE);
        attempt(failover, 0, ACCEPTED);
    }

    @Test
    void failover_attemptsBegunBeforeTheSettingAside_changeNothingAnyMore() {
        Endpoint late = failover.pick();
        Endpoint laterStill = failover.pick();
        attempt(failover, 0, NOT_SENT);

        time.advance(FIRST_ASIDE.minus(ALMOST_NOTHING));
        assertThat(failover.attempted(late, NOT_SENT))
                .as("goes on with the second")
                .isTrue();
        failover.attempted(laterStill, ACCEPTED);

        attempt(failover, 1, ACCEPTED);
        time.advance(ALMOST_NOTHING);
        attempt(failover, 0, ACCEPTED);
    }

    @Test
    void failover_thirdThatFailedLongAgo_isProbedWhenItIsNeeded() {
        attempt(failover, 0, NOT_SENT);
        attempt(failover, 1, NOT_SENT);
        attempt(failover, 2, NOT_SENT);
        time.advance(FIRST_ASIDE);
        attempt(failover, 0, ACCEPTED);

        attempt(failover, 0, NOT_SENT);
        attempt(failover, 1, NOT_SENT);

        attempt(failover, 2, ACCEPTED);
    }

    // All set aside

    @Test
    void allSetAside_theFirstWhoseTimeIsUp_isTriedEarly() {
        attempt(failover, 0, NOT_SENT);
        time.advance(ALMOST_NOTHING);
        attempt(failover, 1, NOT_SENT);
        time.advance(ALMOST_NOTHING);
        assertThat(attempt(failover, 2, NOT_SENT)).as("no healthy one to go to").isFalse();
        assertThat(anyHealthy(failover)).isFalse();

        time.advance(ALMOST_NOTHING);
        assertThat(attempt(failover, 0, NOT_SENT)).isFalse();
        time.advance(ALMOST_NOTHING);
        attempt(failover, 1, ACCEPTED);

        assertThat(anyHealthy(failover)).isTrue();
        assertThat(places(failover, 1)).containsExactly(1);
    }

    @Test
    void allSetAside_everyThreadGetsAnEndpoint() {
        for (int place = 0; place < 3; place++) {
            attempt(failover, place, NOT_SENT);
        }

        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            places.add(failover.pick().place());
            time.advance(ALMOST_NOTHING);
        }

        assertThat(places).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void allSetAside_earlyFailures_doNotMakeTheTimeGrow() {
        Endpoints pair = endpoints(Endpoints.Strategy.FAILOVER, 2);
        for (int i = 0; i < 10; i++) {
            attempt(pair, 0, NOT_SENT);
            time.advance(ALMOST_NOTHING);
            attempt(pair, 1, NOT_SENT);
            time.advance(ALMOST_NOTHING);
        }
        attempt(pair, 0, NOT_SENT);
        attempt(pair, 1, ACCEPTED);

        time.advance(FIRST_ASIDE.minus(ALMOST_NOTHING));
        attempt(pair, 1, ACCEPTED);
        time.advance(ALMOST_NOTHING);
        attempt(pair, 0, ACCEPTED);
    }

    // Round robin

    @Test
    void roundRobin_allHealthy_takesTurns() {
        assertThat(places(roundRobin, 7)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void roundRobin_endpointSetAside_isSkippedAndTheOthersShareEvenly() {
        attempt(roundRobin, 0, ACCEPTED);
        assertThat(attempt(roundRobin, 1, NOT_SENT)).isTrue();

        assertThat(places(roundRobin, 6)).containsExactly(2, 0, 2, 0, 2, 0);
    }

    @Test
    void roundRobin_lostRequest_goesOnAtOnceWithTheNext() {
        assertThat(attempt(roundRobin, 0, LOST)).isTrue();

        assertThat(places(roundRobin, 3)).as("one loss sets nobody aside").containsExactly(1, 2, 0);
    }

    @Test
    void roundRobin_whenTheTimeIsUp_oneAttemptProbes() {
        attempt(roundRobin, 0, NOT_SENT);
        assertThat(places(roundRobin, 2)).containsExactly(1, 2);
        time.advance(FIRST_ASIDE);

        Endpoint probe = roundRobin.pick();
        assertThat(probe.place()).isZero();
        assertThat(places(roundRobin, 4)).containsExactly(1, 2, 1, 2);
        roundRobin.attempted(probe, ACCEPTED);

        assertThat(places(roundRobin, 3)).containsExactly(0, 1, 2);
    }

    // One endpoint

    @Test
    void single_whateverHappens_isUsedAndItsHealthIsTold() {
        Endpoints single = endpoints(Endpoints.Strategy.FAILOVER, 1);
        Endpoint before = single.pick();
        assertThat(attempt(single, 0, REFUSED)).isFalse();
        assertThat(anyHealthy(single)).isFalse();
        assertThat(attempt(single, 0, LOST)).isFalse();

        single.attempted(before, ACCEPTED);

        assertThat(anyHealthy(single)).isTrue();
        assertThat(single.pick()).isSameAs(before);
    }

    // Health

    @Test
    void health_tellsOfEachEndpoint_withoutWhatOnlyMachinesNeed() {
        var start = time.now();
        time.advance(Duration.ofSeconds(1));
        attempt(failover, 0, NOT_SENT);
        attempt(failover, 1, LOST);

        assertThat(failover.health())
                .containsExactly(
                        new EndpointHealth(
                                "https://host0.example:8088", false, start.plusSeconds(1), 1, "HTTP 500: broken"),
                        new EndpointHealth("https://host1.example:8088", true, start, 1, "HTTP 500: broken"),
                        new EndpointHealth("https://host2.example:8088", true, start, 0, null));
    }

    @Test
    void health_afterRecovery_keepsTheLastTrouble() {
        attempt(failover, 0, NOT_SENT);
        time.advance(FIRST_ASIDE);
        attempt(failover, 0, LOST);
        assertThat(failover.health().get(0).failures()).isEqualTo(2);
        time.advance(SECOND_ASIDE);
        attempt(failover, 0, ACCEPTED);

        assertThat(failover.health().get(0))
                .isEqualTo(new EndpointHealth("https://host0.example:8088", true, time.now(), 0, "HTTP 500: broken"));
    }

    @Test
    void address_hasNoUserPathOrQuery() {
        assertThat(EndpointState.address(URI.create("https://u:secret@[::1]:8088/services?token=x")))
                .isEqualTo("https://[::1]:8088");
        assertThat(EndpointState.address(URI.create("https://ingest.example"))).isEqualTo("https://ingest.example");
    }

    // A fleet

    /** 200 clients lose the primary within one second; each sends ten times a second all along. */
    @Test
    void fleet_returnsToThePrimary_spreadOverTheWindow() {
        Random random = new Random(7);
        List<Endpoints> fleet = new ArrayList<>();
        List<URI> urls = List.of(URI.create("https://a.example/"), URI.create("https://b.example/"));
        for (int i = 0; i < 200; i++) {
            fleet.add(new Endpoints(urls, Endpoints.Strategy.FAILOVER, AsideTime.STANDARD, time, random::nextDouble));
        }
        fleet.forEach(client -> attempt(client, 0, NOT_SENT));

        TreeMap<Integer, Integer> returnsBySecond = new TreeMap<>();
        List<Endpoints> away = new ArrayList<>(fleet);
        for (int tenth = 1; tenth <= 300; tenth++) {
            time.advance(Duration.ofMillis(100));
            int second = tenth / 10;
            away.removeIf(client -> {
                boolean back = places(client, 1).get(0) == 0;
                if (back) {
                    returnsBySecond.merge(second, 1, Integer::sum);
                }
                return back;
            });
        }

        assertThat(away).as("all are back within the window").isEmpty();
        assertThat(returnsBySecond.firstKey()).isGreaterThanOrEqualTo(5);
        assertThat(returnsBySecond.values()).allMatch(returns -> returns <= 20, "a tenth of the fleet at most");
        assertThat(returnsBySecond)
                .as("nearly every second of the window is used")
                .hasSizeGreaterThan(22);
    }

    private static boolean anyHealthy(Endpoints endpoints) {
        return endpoints.health().stream().anyMatch(EndpointHealth::healthy);
    }
}
