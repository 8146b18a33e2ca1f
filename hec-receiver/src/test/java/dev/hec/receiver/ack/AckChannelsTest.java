package dev.hec.receiver.ack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.batch.TestClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ids of channels, for how long they are known, and how many channels there may be. */
@Timeout(60)
class AckChannelsTest {

    private static final Duration IDLE = Duration.ofSeconds(600);

    private final TestClock clock = new TestClock();
    private final AckChannels channels = new AckChannels(new AckLimits(3, 5, IDLE), clock);

    private static ChannelName name(String sender, int channel) {
        return new ChannelName(Senders.sender(sender), new UUID(0, channel));
    }

    private long store(ChannelName name) throws AckCapacityException {
        try (AckedRequest request = channels.begin(name)) {
            return request.stored();
        }
    }

    private boolean acknowledged(ChannelName name, long id) {
        return channels.acks(name).contains(id);
    }

    @Test
    void ids_ofEachChannel_countFromZero() throws Exception {
        assertThat(store(name("a", 1))).isZero();
        assertThat(store(name("a", 1))).isEqualTo(1);
        assertThat(store(name("a", 2))).isZero();
        assertThat(store(name("b", 1))).isZero();
        assertThat(store(name("a", 1))).isEqualTo(2);
    }

    @Test
    void acks_beforeEventsAreStored_areFalse() throws Exception {
        try (AckedRequest request = channels.begin(name("a", 1))) {
            assertThat(acknowledged(name("a", 1), 0)).isFalse();
            assertThat(request.stored()).isZero();
            assertThat(acknowledged(name("a", 1), 0)).isTrue();
        }
    }

    @Test
    void acks_ofARequestThatFailed_giveItsIdToTheNext() throws Exception {
        channels.begin(name("a", 1)).close();

        assertThat(acknowledged(name("a", 1), 0)).isFalse();
        assertThat(store(name("a", 1))).isZero();
    }

    @Test
    void acks_askedTwice_staysTrue() throws Exception {
        store(name("a", 1));

        assertThat(acknowledged(name("a", 1), 0)).isTrue();
        assertThat(acknowledged(name("a", 1), 0)).isTrue();
    }

    @Test
    void acks_ofOthers_areFalse() throws Exception {
        store(name("a", 1));

        assertThat(acknowledged(name("a", 2), 0)).isFalse();
        assertThat(acknowledged(name("b", 1), 0)).isFalse();
        assertThat(acknowledged(name("a", 1), 1)).isFalse();
        assertThat(acknowledged(name("a", 1), -1)).isFalse();
        assertThat(channels.size()).as("asking makes no channel").isEqualTo(1);
    }

    @Test
    void acks_thatTheWindowLeftBehind_areFalse() throws Exception {
        for (int i = 0; i < 7; i++) {
            store(name("a", 1));
        }

        assertThat(IntStream.range(0, 7).filter(id -> acknowledged(name("a", 1), id)))
                .containsExactly(2, 3, 4, 5, 6);
    }

    @Test
    void channel_idleForLongEnough_isForgotten() throws Exception {
        store(name("a", 1));
        clock.move(IDLE.minusNanos(1));
        assertThat(acknowledged(name("a", 1), 0)).isTrue();

        clock.move(IDLE.minusNanos(1));
        assertThat(acknowledged(name("a", 1), 0)).as("asking is use").isTrue();

        clock.move(IDLE);
        assertThat(acknowledged(name("a", 1), 0)).isFalse();
        assertThat(channels.size()).isZero();
        assertThat(store(name("a", 1))).as("a new channel of the same name").isZero();
    }

    @Test
    void channel_withARequestRunning_isNotForgotten() throws Exception {
        try (AckedRequest slow = channels.begin(name("a", 1))) {
            store(name("a", 2));
            clock.move(IDLE.multipliedBy(3));
            store(name("b", 1));

            assertThat(channels.size()).as("the idle one behind it is").isEqualTo(2);
            assertThat(slow.stored()).isZero();
        }
        assertThat(acknowledged(name("a", 1), 0)).isTrue();
        clock.move(IDLE);
        assertThat(acknowledged(name("a", 1), 0)).isFalse();
    }

    @Test
    void channels_ofOneSender_areBounded() throws Exception {
        for (int i = 0; i < 3; i++) {
            store(name("a", i));
        }

        assertThatThrownBy(() -> channels.begin(name("a", 3))).isInstanceOf(AckCapacityException.class);
        assertThat(store(name("a", 2))).as("a known one").isEqualTo(1);
        assertThat(store(name("b", 3))).as("another sender").isZero();
        clock.move(IDLE);
        assertThat(store(name("a", 3))).as("after the others were idle").isZero();
        assertThat(channels.size()).isEqualTo(1);
    }

    @Test
    void close_twice_countsOnce() throws Exception {
        AckedRequest first = channels.begin(name("a", 1));
        try (AckedRequest second = channels.begin(name("a", 1))) {
            first.close();
            first.close();
            clock.move(IDLE.multipliedBy(2));
            store(name("b", 1));
            second.stored();
        }
        assertThat(acknowledged(name("a", 1), 0)).isTrue();
    }

    @Test
    void ids_givenByManyThreads_areAllDifferent() throws Exception {
        AckChannels shared = new AckChannels(AckLimits.DEFAULT, clock);
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> task = () -> {
                for (int i = 0; i < 1000; i++) {
                    try (AckedRequest request = shared.begin(name("a", 1))) {
                        assertThat(ids.add(request.stored())).isTrue();
                    }
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(java.util.Collections.nCopies(4, task))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ids).hasSize(4000).contains(0L, 3999L);
        assertThat(shared.size()).isEqualTo(1);
    }
}
