package dev.hec.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Diagnostics;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.time.Time;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of files that a dying process has left in an unusual state. */
class SpoolRecoveryTest {

    private static final int BATCH_BYTES = 1_000;
    private static final int BATCH_EVENTS = 20;
    private static final long DEAD = 0x1111;

    @TempDir
    Path directory;

    private final List<Process> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Process::end);
    }

    private final class Process {

        private final Spool spool;
        private final EventBuffer buffer;

        Process() {
            SpoolSettings settings = new SpoolSettings(directory, "app", BATCH_BYTES, BATCH_EVENTS, 20_000, false);
            spool = Spool.open(settings, 0x2222 + opened.size(), Diagnostics.SILENT, Time.SYSTEM);
            buffer = new EventBuffer(
                    new BufferLimits(4_000, 20_000, BATCH_BYTES, BATCH_EVENTS, 0, 0), spool, Time.SYSTEM);
            spool.start(buffer, new DeliveryThreads("hec-recovery"));
            opened.add(this);
        }

        List<String> records() throws InterruptedException {
            List<String> records = new ArrayList<>();
            while (buffer.counts().buffered() > 0) {
                Batch batch = buffer.take();
                for (int i = batch.settled(); i < batch.records(); i++) {
                    records.add(StandardCharsets.US_ASCII
                            .decode(batch.bytes(i, i + 1))
                            .toString());
                }
            }
            return records;
        }

        void end() {
            buffer.close();
            buffer.giveUpRest(DropReason.SHUTDOWN);
            spool.close();
        }
    }

    /** A file as a dead process left it. */
    private SpoolRegion file(int number, long firstSequence, String... records) throws IOException {
        int maxRecords = SpoolFormat.maxRecords(BATCH_BYTES, BATCH_EVENTS);
        Path path = directory.resolve(SpoolNames.batch("app", DEAD, number));
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            SpoolRegion region = SpoolRegion.create(
                    path,
                    channel.map(MapMode.READ_WRITE, 0, SpoolFormat.fileBytes(BATCH_BYTES, maxRecords)),
                    BATCH_BYTES,
                    maxRecords,
                    DEAD);
            region.begin(firstSequence);
            int end = 0;
            for (int i = 0; i < records.length; i++) {
                byte[] record = records[i].getBytes(StandardCharsets.US_ASCII);
                region.data().put(end, record);
                end += record.length;
                region.describe(i, end, Severity.INFO, EventBuffer.checksum(record, record.length));
            }
            region.commit(records.length);
            return region;
        }
    }

    @Test
    void flush_recoveredBatchIsPartlySettled_waitsForTheRestOfIt() throws Exception {
        file(1, 0, "a", "b", "c", "d").settle(3);
        Process next = new Process();

        assertThat(next.buffer.flush(0)).isEqualTo(new FlushResult(false, 0, 0, 1));

        Batch batch = next.buffer.take();
        next.buffer.delivered(batch, 4);
        assertThat(next.buffer.flush(0).complete()).isTrue();
    }

    @Test
    void start_diedWhileMovingRecords_sendsThemFromTheLaterFileOnly() throws Exception {
        file(1, 0, "a", "b", "c", "d");
        file(2, 2, "c", "d");

        assertThat(new Process().records()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void start_afterTheLaterFileWasSettled_doesNotFindItsRecordsInTheEarlierOne() throws Exception {
        file(1, 0, "a", "b", "c", "d");
        file(2, 2, "c", "d");
        Process next = new Process();
        next.buffer.take();
        Batch later = next.buffer.take();
        next.buffer.delivered(later, 2);
        next.end();

        assertThat(new Process().records()).containsExactly("a", "b");
    }

    @Test
    void start_damagedNumberInOneFile_costsNoRecordOfAnother() throws Exception {
        file(1, 0, "a", "b", "c", "d");
        file(2, 1, "e", "f");
        file(3, Long.MIN_VALUE, "g");
        file(4, Long.MAX_VALUE, "h");

        assertThat(new Process().records()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void start_damageFoundByAnEarlierStart_isNotCountedAgain() throws Exception {
        SpoolRegion region = file(1, 0, "a", "b", "c");
        region.data().put(1, (byte) 'x');
        Process next = new Process();
        assertThat(next.buffer.counts().dropped()).containsEntry(DropReason.DAMAGED, 2L);
        next.end();

        Process last = new Process();

        assertThat(last.buffer.counts().dropped()).isEmpty();
        assertThat(last.records()).containsExactly("a");
        assertThat(Files.exists(region.path())).isTrue();
    }
}
