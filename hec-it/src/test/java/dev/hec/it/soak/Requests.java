package dev.hec.it.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the relays of one soak know of the requests they have seen, so that each behaves as a collector would. Thread-safe.
 *
 * <p>Bodies with a marked event are answered always and by every relay in the same way, and never reach the receiver. A
 * request that may have reached the receiver is never answered 413: a collector that has stored a request does not find it too
 * large the next time, and a client that divides it then could only send its events twice.
 */
public final class Requests {

    private static final String TOO_LARGE = Fault.TOO_LARGE.reply();
    private static final String BAD = Fault.reply(400, "{\"text\":\"Invalid data format\",\"code\":6}", "");

    private final Set<String> forwarded = ConcurrentHashMap.newKeySet();
    private final Map<Fault, AtomicLong> met = new EnumMap<>(Fault.class);

    public Requests() {
        for (Fault fault : Fault.values()) {
            met.put(fault, new AtomicLong());
        }
    }

    /** How a collector answers what the events of the request do not allow otherwise. */
    Optional<String> answerToMarked(String text) {
        if (SoakEvent.Kind.POISON.isIn(text)) {
            return Optional.of(BAD);
        }
        return SoakEvent.Kind.HEAVY.isIn(text) ? Optional.of(TOO_LARGE) : Optional.empty();
    }

    void forwarding(HttpMessage request) {
        forwarded.add(id(request));
    }

    boolean maybeStored(HttpMessage request) {
        return forwarded.contains(id(request));
    }

    private static String id(HttpMessage request) {
        return request.header("x-hec-batch", "");
    }

    void met(Fault fault) {
        met.get(fault).incrementAndGet();
    }

    /** How many requests or connections have met a fault. */
    public long count(Fault fault) {
        return met.get(fault).get();
    }
}
