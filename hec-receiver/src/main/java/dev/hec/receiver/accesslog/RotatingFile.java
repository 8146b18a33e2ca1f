package dev.hec.receiver.accesslog;

import dev.hec.receiver.journal.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that only its owner can read, and that is renamed when it is full: {@code access.log} becomes {@code access.log.1}, that
 * becomes {@code access.log.2}, and so on; the last one goes. Confined to one thread at a time.
 *
 * <p><b>Invariants.</b> No file is larger than its bound, unless a single write is; there are never more files than their bound.
 * What a failed write has left of its lines is cut off again.
 */
final class RotatingFile implements LogTarget {

    private final Path path;
    private final long mostBytes;
    private final int mostFiles;
    private @Nullable FileChannel file;

    /**
     * Opens the file, or makes it; its directory too.
     *
     * @param mostBytes of one file
     * @param mostFiles with the one being written
     */
    RotatingFile(Path path, long mostBytes, int mostFiles) throws IOException {
        this.path = path;
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            PrivateFiles.createDirectories(directory);
        }
        file = open();
    }

    @Override
    public void write(byte[] lines) throws IOException {
        FileChannel current = file == null ? open() : file;
        file = current;
        long size = current.size();
        if (size > 0 && size + lines.length > mostBytes) {
            close();
            rotate();
            current = open();
            file = current;
            size = current.size();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                current.write(buffer);
            }
        } catch (IOException e) {
            cutOff(current, size, e);
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        return PrivateFiles.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void cutOff(FileChannel current, long size, IOException cause) {
        file = null;
        try (current) {
            current.truncate(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void rotate() throws IOException {
        for (int i = mostFiles - 1; i > 0; i--) {
            Path from = i == 1 ? path : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (mostFiles == 1) {
            Files.delete(path);
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        FileChannel current = file;
        file = null;
        if (current != null) {
            current.close();
        }
    }
}
