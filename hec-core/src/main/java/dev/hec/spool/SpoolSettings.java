package dev.hec.spool;

import java.nio.file.Path;

/**
 * Where and how batches are kept in files. Immutable.
 *
 * @param directory holds the files; made if missing
 * @param client name of the client; only files of the same name are adopted
 * @param batchBytes room for records in each file
 * @param batchEvents most records in each file
 * @param spoolBytes most bytes of records in all files; the files themselves may take twice that
 * @param fsync whether full batches are forced to the disk, so that they survive power loss
 */
public record SpoolSettings(
        Path directory, String client, int batchBytes, int batchEvents, long spoolBytes, boolean fsync) {

    int maxRecords() {
        return SpoolFormat.maxRecords(batchBytes, batchEvents);
    }

    int fileBytes() {
        return SpoolFormat.fileBytes(batchBytes, maxRecords());
    }

    /** Batches are at least half full, except for those cut early; so twice the bytes is enough for the files. */
    int maxFiles() {
        return Math.toIntExact(Math.max(4, Math.min(2 * spoolBytes / batchBytes, 1_000_000)));
    }
}
