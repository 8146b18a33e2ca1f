package dev.hec;

/**
 * What a flush achieved.
 *
 * @param complete whether everything admitted before the flush is settled
 * @param delivered events accepted by the collector while the flush waited
 * @param dropped events given up while the flush waited
 * @param pending events admitted before the flush that are still unsettled
 */
public record FlushResult(boolean complete, long delivered, long dropped, long pending) {}
