package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeliveryThreadsTest {

    @Test
    void thread_isANamedDaemonWithoutTheApplicationsClassLoader() {
        DeliveryThreads threads = new DeliveryThreads("hec-a");

        Thread first = threads.newThread(() -> {});
        Thread second = threads.newThread(() -> {});

        assertThat(first.getName()).isEqualTo("hec-a-1");
        assertThat(second.getName()).isEqualTo("hec-a-2");
        assertThat(first.isDaemon()).isTrue();
        assertThat(first.getContextClassLoader()).isSameAs(DeliveryThreads.class.getClassLoader());
    }

    @Test
    void group_isOneForAllClientsAndNoClassOfOurs() {
        Thread one = new DeliveryThreads("hec-a").newThread(() -> {});
        Thread other = new DeliveryThreads("hec-b").newThread(() -> {});

        // A group stays reachable until JDK 19: one for each client would leak, and its class with it.
        assertThat(one.getThreadGroup()).isSameAs(other.getThreadGroup()).hasSameClassAs(new ThreadGroup("plain"));
    }

    @Test
    void isCurrent_onThreadsOfAnyClientAndWhatTheyStart() throws InterruptedException {
        AtomicBoolean itself = new AtomicBoolean();
        AtomicBoolean started = new AtomicBoolean();
        Thread thread = new DeliveryThreads("hec-a").newThread(() -> {
            itself.set(DeliveryThreads.isCurrent());
            Thread child = new Thread(() -> started.set(DeliveryThreads.isCurrent()));
            child.start();
            try {
                child.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        thread.start();
        thread.join();

        assertThat(itself).isTrue();
        assertThat(started).as("such as the selector of the HTTP client").isTrue();
        assertThat(DeliveryThreads.isCurrent()).isFalse();
    }
}
