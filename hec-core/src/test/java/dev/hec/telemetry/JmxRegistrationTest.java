package dev.hec.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import dev.hec.Background;
import dev.hec.FlushResult;
import dev.hec.HecMXBean;
import dev.hec.Tally;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JmxRegistrationTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** Of its own per test, since the server is one for the whole JVM; with characters that a plain name may not have. */
    private final String name = "app=\"" + UUID.randomUUID() + "\",*";

    private final List<Duration> flushes = new ArrayList<>();
    private final List<JmxRegistration> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(JmxRegistration::close);
    }

    @Test
    void register_client_showsEachCountUnderItsName() throws Exception {
        registration(name).register();

        HecMXBean bean = bean(name);

        assertThat(bean)
                .returns(1_000L, HecMXBean::getAdmitted)
                .returns(30L, HecMXBean::getRecovered)
                .returns(31L, HecMXBean::getTruncated)
                .returns(32L, HecMXBean::getClashes)
                .returns(42L, HecMXBean::getRefused)
                .returns(Map.of("FULL", 40L, "CLOSED", 2L), HecMXBean::getRefusedByReason)
                .returns(100L, HecMXBean::getBuffered)
                .returns(20L, HecMXBean::getInFlight)
                .returns(5_000L, HecMXBean::getHeldBytes)
                .returns(869L, HecMXBean::getDelivered)
                .returns(4L, HecMXBean::getDropped)
                .returns(Map.of("EXPIRED", 3L, "REJECTED", 1L), HecMXBean::getDroppedByReason)
                .returns(7L, HecMXBean::getSpooled)
                .returns(2L, HecMXBean::getDeadLetters)
                .returns(60L, HecMXBean::getRequests)
                .returns(50L, HecMXBean::getRetries)
                .returns(4L, HecMXBean::getMaybeDuplicated)
                .returns(5L, HecMXBean::getUnsafeCuts)
                .returns(9_000L, HecMXBean::getDeliveredBytes)
                .returns(800L, HecMXBean::getWireBytes)
                .returns(12.5, HecMXBean::getPace)
                .returns(Map.of("https://a", true, "https://b", false), HecMXBean::getEndpoints);
        assertThat(SERVER.getMBeanInfo(objectName(name)).getAttributes())
                .extracting(MBeanAttributeInfo::getName)
                .as("attributes, all of them checked above")
                .hasSize(22);
    }

    @Test
    void flush_operation_flushesTheClient() throws Exception {
        registration(name).register();

        assertThat(bean(name).flush(1_500)).isTrue();

        assertThat(flushes).containsExactly(Duration.ofMillis(1_500));
    }

    @Test
    void flush_incomplete_saysSo() {
        TallyBean bean = new TallyBean(() -> Tally.NONE, timeout -> new FlushResult(false, 1, 0, 2));

        assertThat(bean.flush(1)).isFalse();
    }

    @Test
    void flush_interrupted_keepsTheFlag() {
        TallyBean bean = new TallyBean(() -> Tally.NONE, timeout -> {
            throw new InterruptedException();
        });

        Background<Boolean> operator = Background.start(() -> {
            boolean complete = bean.flush(1);
            return !complete && Thread.currentThread().isInterrupted();
        });

        assertThat(operator.result()).isTrue();
    }

    @Test
    void register_nameTaken_getsANumber() throws Exception {
        JmxRegistration first = registration(name);
        first.register();
        registration(name).register();
        registration(name).register();
        assertThat(isRegistered(name)).isTrue();
        assertThat(isRegistered(name + "#2")).isTrue();
        assertThat(isRegistered(name + "#3")).isTrue();

        first.close();
        assertThat(isRegistered(name)).isFalse();
        registration(name).register();

        assertThat(isRegistered(name)).isTrue();
        assertThat(isRegistered(name + "#4")).isFalse();
    }

    @Test
    void register_twice_registersOnce() throws Exception {
        JmxRegistration registration = registration(name);

        registration.register();
        registration.register();

        assertThat(isRegistered(name + "#2")).isFalse();
        registration.close();
        assertThat(isRegistered(name)).isFalse();
    }

    @Test
    void register_afterClose_registersNothing() throws Exception {
        JmxRegistration registration = registration(name);

        registration.close();
        registration.register();

        assertThat(isRegistered(name)).isFalse();
    }

    @Test
    void registerLater_afterTheDelay_registersOnAThreadThatEnds() throws Exception {
        JmxRegistration registration = registration(name);
        List<Thread> threads = new ArrayList<>();

        registration.registerLater(remembered(threads), Duration.ofMillis(1));

        threads.get(0).join();
        assertThat(isRegistered(name)).isTrue();
        registration.close();
        assertThat(isRegistered(name)).isFalse();
    }

    @Test
    void close_whileItWaitsToRegister_endsItsThreadAndRegistersNothing() throws Exception {
        JmxRegistration registration = registration(name);
        List<Thread> threads = new ArrayList<>();
        registration.registerLater(remembered(threads), Duration.ofDays(1));

        registration.close();

        assertThat(threads.get(0).isAlive()).isFalse();
        assertThat(isRegistered(name)).isFalse();
    }

    @Test
    void registerLater_noThreadToBeHad_goesWithoutABean() {
        JmxRegistration registration = registration(name);

        registration.registerLater(
                task -> new Thread(task) {
                    @Override
                    public synchronized void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                },
                Duration.ZERO);

        assertThatNoException().isThrownBy(registration::close);
    }

    private static ThreadFactory remembered(List<Thread> threads) {
        return task -> {
            threads.add(new Thread(task));
            return threads.get(0);
        };
    }

    @Test
    void close_whileRegistering_leavesNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            JmxRegistration registration = registration(name);
            Background<Boolean> registering = Background.start(() -> {
                registration.register();
                return true;
            });

            registration.close();

            registering.result();
            assertThat(isRegistered(name)).as("round %d", i).isFalse();
        }
    }

    @Test
    void close_beanTakenAwayByOthers_isQuiet() throws Exception {
        JmxRegistration registration = registration(name);
        registration.register();
        SERVER.unregisterMBean(objectName(name));

        registration.close();

        assertThat(isRegistered(name)).isFalse();
    }

    @Test
    void close_clientOfAStoppedApplication_letsItsClassesGo() throws Exception {
        WeakReference<ClassLoader> application = new WeakReference<>(registerAndCloseInAnApplication());

        await().until(() -> {
            System.gc();
            return application.get() == null;
        });
    }

    private ClassLoader registerAndCloseInAnApplication() throws Exception {
        URL classes =
                JmxRegistration.class.getProtectionDomain().getCodeSource().getLocation();
        URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        Class<?> type = loader.loadClass(JmxRegistration.class.getName());
        Object tally = loader.loadClass(Tally.class.getName()).getField("NONE").get(null);
        Supplier<Object> counts = () -> tally;
        AutoCloseable registration = (AutoCloseable) type.getConstructors()[0].newInstance(name, counts, null);
        List<Thread> threads = new ArrayList<>();
        type.getMethod("registerLater", ThreadFactory.class, Duration.class)
                .invoke(registration, remembered(threads), Duration.ZERO);
        threads.get(0).join();
        assertThat(isRegistered(name)).isTrue();
        assertThat(SERVER.getAttribute(objectName(name), "DroppedByReason")).isNotNull();
        registration.close();
        assertThat(isRegistered(name)).isFalse();
        return loader;
    }

    private JmxRegistration registration(String clientName) {
        JmxRegistration registration = new JmxRegistration(clientName, () -> Tallies.OF_DIFFERENT_COUNTS, timeout -> {
            flushes.add(timeout);
            return new FlushResult(true, 0, 0, 0);
        });
        open.add(registration);
        return registration;
    }

    private static HecMXBean bean(String name) throws Exception {
        return JMX.newMXBeanProxy(SERVER, objectName(name), HecMXBean.class);
    }

    private static boolean isRegistered(String name) throws Exception {
        return SERVER.isRegistered(objectName(name));
    }

    private static ObjectName objectName(String name) throws Exception {
        return new ObjectName("dev.hec:type=HecClient,name=" + ObjectName.quote(name));
    }
}
