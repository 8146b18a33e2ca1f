package dev.hec.it;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many log calls of each writer have returned, in a mapped file: its memory is the kernel's, so it is exact after {@code kill
 * -9}. One thread for each writer; read by the parent once the process is dead.
 */
public final class ReturnedCalls {

    /** A cache line for each writer. */
    private static final int STRIDE = 64;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MappedByteBuffer counters;

    private ReturnedCalls(MappedByteBuffer counters) {
        this.counters = counters;
    }

    public static ReturnedCalls create(Path file, int writers) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new ReturnedCalls(channel.map(MapMode.READ_WRITE, 0, (long) writers * STRIDE));
        }
    }

    /** The log calls of a writer before this number have returned. */
    public void record(int writer, long calls) {
        LONG.setRelease(counters, writer * STRIDE, calls);
    }

    /** What a dead process has recorded: nothing, if it died before it could. */
    public static long[] read(Path file, int writers) throws IOException {
        long[] calls = new long[writers];
        if (Files.exists(file) && Files.size(file) >= (long) writers * STRIDE) {
            ByteBuffer counters = ByteBuffer.wrap(Files.readAllBytes(file));
            for (int writer = 0; writer < writers; writer++) {
                calls[writer] = counters.getLong(writer * STRIDE);
            }
        }
        return calls;
    }
}
