package dev.hec.it.chaos;

import dev.hec.it.soak.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The faults of the matrix. */
enum Chaos {
    REFUSED(Fault.REFUSE, false),
    RESET_BEFORE_BODY(Fault.RESET_BEFORE_BODY, true),
    RESET_AFTER_BODY(Fault.RESET_AFTER_BODY, true),
    /** Stored, and nobody hears of it: what a receiver is to recognise when it comes again. */
    REPLY_LOST(Fault.LOSE_REPLY, false),
    HANG(Fault.HANG, true),
    HALF_OPEN(Fault.HALF_OPEN, true),
    SLOW_READ(Fault.SLOW_READ, false),
    STORM_429(Fault.BUSY_FOR_SECONDS, true),
    STORM_503(Fault.BUSY, true),
    BAD_CERTIFICATE,
    DNS_FAILURE,
    RECEIVER_KILLED,
    APPLICATION_KILLED,
    DISK_FULL(Fault.BUSY, true),
    CLOCK_JUMP,
    OUT_OF_MEMORY;

    /** What the relay does meanwhile; null if it does nothing. */
    final @Nullable Fault relay;

    /** Whether batches may become too old: only where none of them can have been stored. */
    final boolean mayExpire;

    Chaos() {
        this(null, false);
    }

    Chaos(@Nullable Fault relay, boolean mayExpire) {
        this.relay = relay;
        this.mayExpire = mayExpire;
    }

    /** In the words of the table. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
