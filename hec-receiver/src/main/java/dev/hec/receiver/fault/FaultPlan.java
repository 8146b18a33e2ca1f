package dev.hec.receiver.fault;

import dev.hec.receiver.fault.Fault.Kind;
import dev.hec.receiver.wire.OwnCertificates;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The fault scripts. A request meets the first one, in the order they were added, that is for it and has not happened as often as
 * it should; those that have are shown until they are cleared or there is no room for them.
 *
 * <p><b>Threads.</b> Thread-safe. What is to be done for requests that hang when the faults are cleared is done on the thread that
 * clears, without the lock.
 *
 * <p><b>Lock.</b> The scripts are guarded by {@code lock}, under which {@link Clearings} are told, so that a request and its script
 * are of the same generation.
 */
public final class FaultPlan {

    /** The most scripts at a time, not counting those that will not happen again. */
    public static final int MOST_SCRIPTS = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Clearings clearings = new Clearings();
    private final List<Armed> armed = new ArrayList<>();

    private final @Nullable OwnCertificates certificates;

    private FaultPlan(@Nullable OwnCertificates certificates) {
        this.certificates = certificates;
    }

    /** For a server that can do anything to a connection. */
    public static FaultPlan withSockets() {
        return new FaultPlan(new OwnCertificates());
    }

    /** For a servlet container, which keeps its connections to itself. */
    public static FaultPlan withoutSockets() {
        return new FaultPlan(null);
    }

    /** When the scripts are cleared. */
    Clearings clearings() {
        return clearings;
    }

    /** The certificates of a server that makes its own. */
    public Optional<OwnCertificates> certificates() {
        return Optional.ofNullable(certificates);
    }

    /**
     * Adds scripts behind those that are there.
     *
     * @throws IllegalArgumentException if one cannot work here; none is added then
     */
    public void add(FaultScript... scripts) {
        set(List.of(scripts), false);
    }

    /**
     * Puts scripts in the place of those that are there, see {@link #clear}.
     *
     * @throws IllegalArgumentException if one cannot work here; nothing is changed then
     */
    public void replace(List<FaultScript> scripts) {
        set(scripts, true);
    }

    /** Forgets all scripts. Delayed requests go on at once, and the connections of hanging ones are reset. */
    public void clear() {
        set(List.of(), true);
    }

    private void set(List<FaultScript> scripts, boolean anew) {
        for (FaultScript script : scripts) {
            if (certificates == null && script.fault().kind().needsSocket()) {
                throw new IllegalArgumentException(script.fault().kind().word()
                        + " needs the connection, which this servlet container keeps to itself; use java -jar or the"
                        + " JUnit extension for it");
            }
        }
        List<Runnable> due = new ArrayList<>();
        lock.lock();
        try {
            long inForce = armed.stream().filter(Armed::mayHappen).count();
            if ((anew ? 0 : inForce) + scripts.size() > MOST_SCRIPTS) {
                throw new IllegalArgumentException("these are more than " + MOST_SCRIPTS + " scripts");
            }
            if (anew) {
                armed.clear();
                due.addAll(clearings.clear());
            }
            scripts.forEach(script -> armed.add(new Armed(script)));
            forgetUsedUp(armed.size() - MOST_SCRIPTS);
        } finally {
            lock.unlock();
        }
        due.forEach(Runnable::run);
    }

    /** The oldest first. */
    private void forgetUsedUp(int count) {
        int left = count;
        Iterator<Armed> all = armed.iterator();
        while (left > 0 && all.hasNext()) {
            if (!all.next().mayHappen()) {
                all.remove();
                left--;
            }
        }
    }

    /** The scripts and what they did. */
    public List<Progress> progress() {
        lock.lock();
        try {
            return armed.stream()
                    .map(one -> new Progress(one.script, one.happened))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A script and what it did.
     *
     * @param happened how often it happened so far
     */
    public record Progress(FaultScript script, int happened) {

        /** How often it may still happen; empty without a limit. */
        public OptionalInt left() {
            int times = script.aim().times();
            return times == 0 ? OptionalInt.empty() : OptionalInt.of(times - happened);
        }
    }

    /**
     * What happens to a request.
     *
     * @param generation which scripts it is of; it is over when these are cleared
     */
    record Taken(FaultScript script, long generation) {}

    /** What happens to a request that just came; it counts. */
    Optional<Taken> take(String method, String path) {
        return take(
                one -> one.fault().kind() != Kind.WRONG_CERTIFICATE && one.aim().covers(method, path));
    }

    /**
     * What a TLS connection that just came meets; it counts.
     *
     * @throws IllegalStateException without certificates
     */
    public SSLContext context() {
        if (certificates == null) {
            throw new IllegalStateException("this server makes no certificates");
        }
        return take(one -> one.fault().kind() == Kind.WRONG_CERTIFICATE).isPresent()
                ? certificates.wrong()
                : certificates.right();
    }

    private Optional<Taken> take(Predicate<FaultScript> concerned) {
        lock.lock();
        try {
            for (Armed one : armed) {
                if (one.mayHappen()
                        && concerned.test(one.script)
                        && one.chance.nextDouble() < one.script.aim().probability()) {
                    one.happened++;
                    return Optional.of(new Taken(one.script, clearings.generation()));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by the lock. */
    private static final class Armed {

        private final FaultScript script;
        private final Random chance;
        private int happened;

        Armed(FaultScript script) {
            this.script = script;
            chance = new Random(script.aim().seed());
        }

        boolean mayHappen() {
            return script.aim().times() == 0 || happened < script.aim().times();
        }
    }
}
