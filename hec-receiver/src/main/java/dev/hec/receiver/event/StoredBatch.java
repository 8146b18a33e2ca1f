package dev.hec.receiver.event;

/**
 * That a batch was stored, and when. Immutable.
 *
 * @param key what it is known by
 * @param storedAtMillis milliseconds since the epoch, by the receiver's clock
 */
public record StoredBatch(BatchKey key, long storedAtMillis) {}
