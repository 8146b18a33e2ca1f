package dev.hec.spool;

import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.spool.SpoolDirectory.AdoptedInstance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Adopts what dead instances of a client left in the spool directory. Confined to the thread that opens the spool.
 *
 * <p>Nothing that lies in the directory can stop a start: a file that cannot be read as a whole is renamed and told of; of a file
 * with damaged records those before the damage are taken. Records that a dying process was just moving to the next file are in
 * both; the later file counts.
 */
final class SpoolRecovery {

    /** A batch found: its memory, how many of its records are good, and how many of these were settled. */
    record Found(SpoolRegion region, int records, int settled) {

        int unsettled() {
            return records - settled;
        }

        /** @param firstSequence number that the first unsettled record gets in this process */
        Batch batch(long firstSequence, long nowNanos) {
            int[] ends = new int[records];
            byte[] severities = new byte[records];
            for (int i = 0; i < records; i++) {
                ends[i] = region.end(i);
                severities[i] = (byte) region.severity(i);
            }
            return Batch.recovered(region, firstSequence - settled, nowNanos, ends, severities, settled);
        }
    }

    private final SpoolDirectory directory;
    private final List<Found> found = new ArrayList<>();
    private final List<AdoptedInstance> adopted = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int damagedRecords;

    SpoolRecovery(SpoolDirectory directory) {
        this.directory = directory;
    }

    /** Batches in the order in which they should be sent. */
    List<Found> found() {
        return found;
    }

    List<AdoptedInstance> adopted() {
        return adopted;
    }

    /** What somebody should know, one sentence each. */
    List<String> problems() {
        return problems;
    }

    /** Events that were committed and cannot be read any more. */
    int damagedRecords() {
        return damagedRecords;
    }

    /** @throws IOException if the directory cannot be read; damaged files are no reason */
    void run() throws IOException {
        Set<String> instances = new HashSet<>();
        directory.names().forEach(name -> instances.add(name.instance()));
        instances.removeIf(directory::isOwn);
        List<String> oldestFirst = new ArrayList<>(instances);
        oldestFirst.sort(Comparator.comparing(this::started).thenComparing(Comparator.naturalOrder()));
        oldestFirst.forEach(this::adopt);
    }

    /** When an instance started: it has made its lock file then, and never writes to it. */
    private FileTime started(String instance) {
        try {
            return Files.getLastModifiedTime(directory.path().resolve(SpoolNames.lock(directory.client(), instance)));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private void adopt(String instance) {
        FileTime started = started(instance);
        try {
            Optional<InstanceLock> lock =
                    InstanceLock.tryTake(directory.path(), SpoolNames.lock(directory.client(), instance));
            if (lock.isPresent()) {
                // A lock file that was missing has just been made, and must not make the instance look younger than
                // ours.
                Files.setLastModifiedTime(
                        directory.path().resolve(SpoolNames.lock(directory.client(), instance)), started);
                adopted.add(new AdoptedInstance(instance, lock.get()));
                read(directory.batches(instance));
            }
        } catch (IOException e) {
            problems.add("The spool files of " + instance + " in " + directory.path() + " cannot be adopted (" + e
                    + "); they stay where they are.");
        }
    }

    private void read(List<Path> paths) {
        List<SpoolRegion> regions = new ArrayList<>();
        for (Path path : paths) {
            try {
                map(path).ifPresent(regions::add);
            } catch (IOException | RuntimeException | InternalError e) {
                setAside(path, e.toString());
            }
        }
        regions.sort(Comparator.comparingLong(SpoolRegion::firstSequence));
        for (int i = 0; i < regions.size(); i++) {
            SpoolRegion region = regions.get(i);
            try {
                if (i + 1 < regions.size()) {
                    leaveToNext(region, regions.get(i + 1));
                }
                keep(region);
            } catch (InternalError e) {
                // The disk cannot give back what the file should hold.
                setAside(region.path(), e.toString());
            }
        }
    }

    /**
     * Takes records that are in the next file too out of this one; for good, since the next file may be gone by the next start.
     * Only if they really are there: a damaged number must not cost the records of another file.
     */
    private static void leaveToNext(SpoolRegion region, SpoolRegion next) {
        long from = next.firstSequence() - region.firstSequence();
        if (from >= 0 && from < region.committed() && region.checksum((int) from) == next.checksum(0)) {
            region.commit((int) from);
        }
    }

    private Optional<SpoolRegion> map(Path path) throws IOException {
        MappedByteBuffer file;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size > SpoolFormat.fileBytes(SpoolFormat.MAX_DATA_BYTES, 1) * 2L) {
                setAside(path, size + " bytes are more than any spool file has");
                return Optional.empty();
            }
            file = channel.map(MapMode.READ_WRITE, 0, size);
        }
        if (SpoolFormat.isReadable(file)) {
            SpoolRegion region = SpoolRegion.adopt(path, file);
            if (region.committed() < 0 || region.committed() > region.maxRecords() || region.settled() < 0) {
                setAside(path, "its counts make no sense");
            } else if (region.committed() > region.settled()) {
                return Optional.of(region);
            } else {
                SpoolDirectory.delete(path);
            }
        } else if (isUnused(file)) {
            SpoolDirectory.delete(path);
        } else {
            setAside(path, "it is no spool file of this version, or damaged");
        }
        return Optional.empty();
    }

    /** A file that a process was making when it died: its header is missing, or ends before the checksum. */
    private static boolean isUnused(ByteBuffer file) {
        boolean begun = file.capacity() >= SpoolFormat.INDEX && file.getLong(0) == SpoolFormat.MAGIC;
        for (int i = begun ? SpoolFormat.CHECKSUM : 0; i < Math.min(file.capacity(), SpoolFormat.INDEX); i++) {
            if (file.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void keep(SpoolRegion region) {
        int committed = region.committed();
        int valid = validRecords(region, committed);
        int settled = Math.min(region.settled(), valid);
        if (valid < committed) {
            damagedRecords += Math.max(0, committed - Math.max(valid, region.settled()));
            // What is told and counted now is not told and counted again by the next start.
            region.commit(valid);
            problems.add("The spool file " + region.path().getFileName() + " is damaged after record " + valid + " of "
                    + committed + "; the rest of it is lost.");
        }
        if (valid == settled) {
            SpoolDirectory.delete(region.path());
            return;
        }
        found.add(new Found(region, valid, settled));
    }

    private static int validRecords(SpoolRegion region, int committed) {
        int start = 0;
        for (int record = 0; record < committed; record++) {
            int end = region.end(record);
            if (end <= start || end > region.data().capacity() || region.severity(record) >= Severity.values().length) {
                return record;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(region.data().duplicate().position(start).limit(end));
            if ((int) checksum.getValue() != region.checksum(record)) {
                return record;
            }
            start = end;
        }
        return committed;
    }

    private void setAside(Path path, String why) {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        String consequence;
        try {
            Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
            consequence = "renamed to " + aside.getFileName();
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            consequence = "left where it is (" + e.getClass().getSimpleName() + ")";
        }
        problems.add("The spool file " + path + " cannot be read: " + why + "; it is " + consequence + ".");
    }
}
