package dev.hec.deadletter;

/**
 * What became of the dead letters of one client so far. Immutable.
 *
 * @param written events written
 * @param lost events that could not be written
 * @param deletedFiles files deleted to make room, whoever wrote them
 * @param deletedBytes size of the files deleted
 */
public record DeadLetterCounts(long written, long lost, long deletedFiles, long deletedBytes) {}
