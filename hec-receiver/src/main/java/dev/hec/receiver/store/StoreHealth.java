package dev.hec.receiver.store;

import org.jspecify.annotations.Nullable;

/**
 * How the store is doing. Immutable.
 *
 * @param full whether appends are refused, or soon will be, because the disk or the index does not keep up
 * @param eventsBehind durable events that the index does not have yet
 * @param journalBytes disk used by the journal
 * @param missingEvents acknowledged events that the disk has damaged, since the start; 0 unless the disk is faulty
 * @param problem why the last write to the journal or the index failed, null if it worked
 */
public record StoreHealth(
        boolean full,
        long eventsBehind,
        long journalBytes,
        long missingEvents,
        @Nullable String problem) {}
