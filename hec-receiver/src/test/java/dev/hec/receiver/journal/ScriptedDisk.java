package dev.hec.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Real files that fail or wait on command, and count. Thread-safe. */
final class ScriptedDisk implements SegmentFile.Factory {

    final AtomicInteger forces = new AtomicInteger();
    final List<Path> created = Collections.synchronizedList(new ArrayList<>());
    /** What an earlier process wrote and a start forced. */
    final List<Path> recovered = Collections.synchronizedList(new ArrayList<>());

    volatile boolean failCreate;
    /** Thrown by the next new file. */
    volatile Error broken;

    volatile boolean failForce;
    volatile boolean failTruncate;
    /** Bytes the next writes may still write; the write that wants more writes these and fails. */
    volatile long room = Long.MAX_VALUE;
    /** While set, a force waits for a permit. */
    volatile Semaphore gate;

    @Override
    public void force(Path path) throws IOException {
        if (failForce) {
            throw new IOException("Input/output error");
        }
        recovered.add(path);
        SegmentFile.Factory.super.force(path);
    }

    @Override
    public SegmentFile create(Path path) throws IOException {
        Error error = broken;
        broken = null;
        if (error != null) {
            throw error;
        }
        if (failCreate) {
            throw new IOException("no new file");
        }
        created.add(path);
        SegmentFile file = SegmentFile.onDisk(path);
        return new SegmentFile() {
            @Override
            public void write(ByteBuffer[] records) throws IOException {
                for (ByteBuffer record : records) {
                    if (record.remaining() > room) {
                        record.limit(record.position() + (int) room);
                        room = 0;
                        file.write(new ByteBuffer[] {record});
                        throw new IOException("No space left on device");
                    }
                    room -= room == Long.MAX_VALUE ? 0 : record.remaining();
                    file.write(new ByteBuffer[] {record});
                }
            }

            @Override
            public void force() throws IOException {
                Semaphore permits = gate;
                if (permits != null) {
                    permits.acquireUninterruptibly();
                }
                forces.incrementAndGet();
                if (failForce) {
                    throw new IOException("Input/output error");
                }
                file.force();
            }

            @Override
            public void truncate(long size) throws IOException {
                if (failTruncate) {
                    throw new IOException("Input/output error");
                }
                file.truncate(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
