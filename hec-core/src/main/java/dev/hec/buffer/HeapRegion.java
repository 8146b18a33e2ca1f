package dev.hec.buffer;

import dev.hec.Severity;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Memory of the heap; dies with the process, so there is nothing to note for the next one. */
final class HeapRegion implements Region {

    private final ByteBuffer data;

    HeapRegion(int bytes) {
        data = ByteBuffer.allocate(bytes);
    }

    @Override
    public ByteBuffer data() {
        return data;
    }

    @Override
    public int maxRecords() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void begin(long firstSequence) {}

    @Override
    public void describe(int record, int end, Severity severity, int checksum) {}

    @Override
    public int checksum(int record) {
        return 0;
    }

    @Override
    public void commit(int records) {}

    @Override
    public void settle(int records) {}

    @Override
    public void attempting(int from, int to, BatchId id) {}

    @Override
    public @Nullable Attempt interrupted() {
        return null;
    }
}
