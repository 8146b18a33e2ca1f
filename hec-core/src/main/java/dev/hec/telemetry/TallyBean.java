package dev.hec.telemetry;

import dev.hec.HecMXBean;
import dev.hec.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A client's counts as attributes. Thread-safe, and without state: each reading asks the client. */
record TallyBean(Supplier<Tally> tally, Flush flushing) implements HecMXBean {

    @Override
    public long getAdmitted() {
        return tally.get().admitted();
    }

    @Override
    public long getRecovered() {
        return tally.get().recovered();
    }

    @Override
    public long getTruncated() {
        return tally.get().truncated();
    }

    @Override
    public long getClashes() {
        return tally.get().clashes();
    }

    @Override
    public long getRefused() {
        return tally.get().refused();
    }

    @Override
    public Map<String, Long> getRefusedByReason() {
        return byName(tally.get().refusedByReason());
    }

    @Override
    public long getBuffered() {
        return tally.get().buffered();
    }

    @Override
    public long getInFlight() {
        return tally.get().inFlight();
    }

    @Override
    public long getHeldBytes() {
        return tally.get().heldBytes();
    }

    @Override
    public long getDelivered() {
        return tally.get().delivered();
    }

    @Override
    public long getDropped() {
        return tally.get().dropped();
    }

    @Override
    public Map<String, Long> getDroppedByReason() {
        return byName(tally.get().droppedByReason());
    }

    @Override
    public long getSpooled() {
        return tally.get().spooled();
    }

    @Override
    public long getDeadLetters() {
        return tally.get().deadLetters();
    }

    @Override
    public long getRequests() {
        return tally.get().requests();
    }

    @Override
    public long getRetries() {
        return tally.get().retries();
    }

    @Override
    public long getMaybeDuplicated() {
        return tally.get().maybeDuplicated();
    }

    @Override
    public long getUnsafeCuts() {
        return tally.get().unsafeCuts();
    }

    @Override
    public long getDeliveredBytes() {
        return tally.get().deliveredBytes();
    }

    @Override
    public long getWireBytes() {
        return tally.get().wireBytes();
    }

    @Override
    public double getPace() {
        return tally.get().pace();
    }

    @Override
    public Map<String, Boolean> getEndpoints() {
        Map<String, Boolean> endpoints = new LinkedHashMap<>();
        tally.get().endpoints().forEach(endpoint -> endpoints.put(endpoint.address(), endpoint.healthy()));
        return endpoints;
    }

    @Override
    public boolean flush(long millis) {
        try {
            return flushing.flush(Duration.ofMillis(millis)).complete();
        } catch (InterruptedException e) {
            // The thread is JMX's own; it keeps its flag.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, Long> byName(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> byName = new LinkedHashMap<>();
        counts.forEach((reason, count) -> byName.put(reason.name(), count));
        return byName;
    }
}
