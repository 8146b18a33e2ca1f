package dev.hec.receiver.server;

import dev.hec.receiver.config.FileTrouble;
import dev.hec.receiver.journal.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file that tells which port is listened on, while one is. Whoever sees it sees it whole. Immutable. */
final class PortFile {

    private final Path file;
    private final String content;

    private PortFile(Path file, String content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Writes the file for its owner only, and makes its directory where it is absent.
     *
     * @throws IOException if it cannot be written; the message says why
     */
    static PortFile write(Path file, int port) throws IOException {
        PortFile written = new PortFile(file, port + "\n");
        try {
            written.write();
            return written;
        } catch (IOException e) {
            throw new IOException("port-file: " + file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private void write() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            PrivateFiles.createDirectories(directory);
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft); // of a process that was killed
        try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes it, unless another receiver has written its own there. */
    void delete() throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            Files.deleteIfExists(file);
        }
    }
}
