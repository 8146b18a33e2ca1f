package dev.hec.receiver.junit;

import static dev.hec.receiver.fault.FaultScript.always;
import static dev.hec.receiver.junit.Sender.sendMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How the extension lives with the tests of a class, by running such classes. */
class LifecycleTest {

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @AfterEach
    void everythingIsClosed() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread ->
                        PORTS.stream().anyMatch(port -> thread.getName().startsWith("hec-receiver-" + port)));
        PORTS.clear();
    }

    private static void run(Class<?> testClass, int tests) {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(selectClass(testClass))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(tests).succeeded(tests));
    }

    /** What every test of these classes does: it finds nothing of another, and leaves something behind. */
    private static void use(HecReceiver receiver) throws IOException {
        PORTS.add(receiver.port());
        assertThat(receiver.events()).isEmpty();
        assertThat(receiver.requests()).isEmpty();
        assertThat(sendMessage(receiver, "e").statusCode()).isEqualTo(200);
        assertThat(receiver.await().events(1)).hasSize(1);
        receiver.faults().add(always().reply(503));
    }

    static class OfEachTest {
        @RegisterExtension
        private final HecReceiver receiver = HecReceiver.create();

        @Test
        void first() throws IOException {
            use(receiver);
        }

        @Test
        void second() throws IOException {
            use(receiver);
        }

        @Nested
        class Inner {
            @Test
            void third() throws IOException {
                use(receiver);
            }
        }
    }

    @Test
    void fieldOfEachTest_hasAReceiverOfItsOwn() {
        run(OfEachTest.class, 3);
    }

    static class OfTheClass {
        @RegisterExtension
        private static final HecReceiver RECEIVER = HecReceiver.create();

        @BeforeAll
        static void runsAlready() {
            PORTS.add(RECEIVER.port());
        }

        @Test
        void first() throws IOException {
            use(RECEIVER);
        }

        @Test
        void second() throws IOException {
            use(RECEIVER);
        }

        @Nested
        class Inner {
            @Test
            void third() throws IOException {
                use(RECEIVER);
            }

            @Nested
            class Innermost {
                @Test
                void fourth() throws IOException {
                    use(RECEIVER);
                }
            }
        }
    }

    @Test
    void staticField_isStartedOnce_andEmptyForEachTest() {
        run(OfTheClass.class, 4);
        assertThat(PORTS).hasSize(1);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OfOneInstance {
        @RegisterExtension
        private final HecReceiver receiver = HecReceiver.create();

        @Test
        void first() throws IOException {
            use(receiver);
        }

        @Test
        void second() throws IOException {
            use(receiver);
        }
    }

    @Test
    void fieldOfTheOnlyInstance_isStartedOnce_andEmptyForEachTest() {
        run(OfOneInstance.class, 2);
        assertThat(PORTS).hasSize(1);
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class AtTheSameTime {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RegisterExtension
        private final HecReceiver receiver = HecReceiver.create();

        @Test
        void first() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
            use(receiver);
        }

        @Test
        void second() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
            use(receiver);
        }
    }

    @Test
    void fieldsOfTestsAtTheSameTime_areApart() {
        run(AtTheSameTime.class, 2);
        assertThat(PORTS).hasSize(2);
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class SharedAtTheSameTime {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RegisterExtension
        private static final HecReceiver RECEIVER = HecReceiver.create();

        private static void share(String message) throws Exception {
            PORTS.add(RECEIVER.port());
            sendMessage(RECEIVER, message);
            BOTH.await(20, TimeUnit.SECONDS);
            RECEIVER.await().event("first");
            RECEIVER.await().event("second");
            BOTH.await(20, TimeUnit.SECONDS);
        }

        @Test
        void first() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
            share("first");
        }

        @Test
        void second() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
            share("second");
        }
    }

    @Test
    void staticField_ofTestsAtTheSameTime_forgetsNothingWhileOneRuns() {
        run(SharedAtTheSameTime.class, 2);
        assertThat(PORTS).hasSize(1);
    }

    static class Failing {
        @RegisterExtension
        private final HecReceiver receiver = HecReceiver.create();

        @Test
        void fails() {
            PORTS.add(receiver.port());
            receiver.await().within(java.time.Duration.ZERO).events(1);
        }
    }

    @Test
    void test_thatFails_isClosedTooAndSaysWhy() {
        List<String> messages =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(Failing.class))
                        .execute()
                        .testEvents()
                        .failed()
                        .stream()
                        .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()
                                .getMessage())
                        .toList();

        assertThat(messages).containsExactly("waited 0 ms for 1 events; 0 events came\n0 requests came");
    }
}
