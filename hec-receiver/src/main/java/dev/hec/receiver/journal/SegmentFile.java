package dev.hec.receiver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The segment being written. Confined to the journal's writer thread. The seam where tests break the disk. */
interface SegmentFile extends Closeable {

    /** Writes all bytes at the end of the file. */
    void write(ByteBuffer[] records) throws IOException;

    /** Returns when content and length are on the disk. */
    void force() throws IOException;

    /** Cuts the file. */
    void truncate(long size) throws IOException;

    /** Makes new segment files. */
    interface Factory {

        /** Creates an empty file whose name is durable. What bears the name is replaced: it never held an acknowledged record. */
        SegmentFile create(Path path) throws IOException;

        /** Returns when what an earlier process has written to a file is on the disk. */
        default void force(Path path) throws IOException {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Creates a file on the disk, see {@link Factory#create}. */
    static SegmentFile onDisk(Path path) throws IOException {
        Files.deleteIfExists(path);
        FileChannel channel = PrivateFiles.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                PrivateFiles.syncDirectory(directory);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new SegmentFile() {
            @Override
            public void write(ByteBuffer[] records) throws IOException {
                long rest = 0;
                for (ByteBuffer record : records) {
                    rest += record.remaining();
                }
                while (rest > 0) {
                    rest -= channel.write(records);
                }
            }

            @Override
            public void force() throws IOException {
                // The length changes with every write, and only force(true) promises that metadata is written too.
                channel.force(true);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
