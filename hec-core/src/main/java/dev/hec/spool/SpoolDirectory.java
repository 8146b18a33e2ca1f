package dev.hec.spool;

import dev.hec.buffer.BatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one instance of a client in the spool directory. Confined to one thread at a time: that which opens the spool,
 * then the one that makes files, then the one that closes.
 */
final class SpoolDirectory {

    private static final byte[] ZEROS = new byte[64 * 1024];

    private final SpoolSettings settings;
    private final String client;
    private final long instance;
    private final String instanceText;
    private @Nullable InstanceLock lock;
    private int made;

    SpoolDirectory(SpoolSettings settings, long instance) {
        this.settings = settings;
        this.instance = instance;
        client = SpoolNames.client(settings.client());
        instanceText = BatchId.instanceText(instance);
    }

    Path path() {
        return settings.directory();
    }

    String client() {
        return client;
    }

    /** Makes the directory and takes this instance's lock, unless that is done. */
    void prepare() throws IOException {
        if (lock == null) {
            PrivateFile.createDirectories(path());
            lock = InstanceLock.create(path(), SpoolNames.lock(client, instanceText));
        }
    }

    /**
     * Makes a file. It is written in full before it is mapped: with holes in it, a full disk would show as a memory fault at some
     * later write.
     */
    SpoolRegion create() throws IOException {
        prepare();
        Path path = path().resolve(SpoolNames.batch(client, instance, ++made));
        int size = settings.fileBytes();
        try (FileChannel channel = PrivateFile.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int written = 0; written < size; ) {
                written += channel.write(ByteBuffer.wrap(ZEROS, 0, Math.min(ZEROS.length, size - written)), written);
            }
            MappedByteBuffer file = channel.map(MapMode.READ_WRITE, 0, size);
            return SpoolRegion.create(path, file, settings.batchBytes(), settings.maxRecords(), instance);
        } catch (IOException | RuntimeException | Error e) {
            delete(path);
            throw e;
        }
    }

    /** Deletes a file; where that fails, as with a mapped file on Windows, it stays without records in it. */
    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next start deletes it: it holds nothing.
            return;
        }
    }

    /** Files of this client, whatever their instance. */
    List<SpoolNames.Parsed> names() throws IOException {
        return list().stream()
                .map(file -> SpoolNames.parse(file.getFileName().toString()))
                .flatMap(Optional::stream)
                .filter(name -> name.client().equals(client))
                .toList();
    }

    /** The files with batches of an instance. */
    List<Path> batches(String ofInstance) throws IOException {
        return list().stream()
                .filter(file -> SpoolNames.parse(file.getFileName().toString())
                        .filter(name -> name.batch()
                                && name.client().equals(client)
                                && name.instance().equals(ofInstance))
                        .isPresent())
                .sorted()
                .toList();
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(path())) {
            return files.toList();
        } catch (UncheckedIOException e) {
            // How a listing that breaks off shows.
            throw e.getCause();
        }
    }

    boolean isOwn(String ofInstance) {
        return ofInstance.equals(instanceText);
    }

    /** Gives the locks up: this instance's and those adopted. Those without files are gone for good. */
    void close(List<AdoptedInstance> adopted) {
        if (lock != null) {
            close(lock, instanceText);
        }
        adopted.forEach(one -> close(one.lock(), one.instance()));
    }

    private void close(InstanceLock one, String ofInstance) {
        boolean empty;
        try {
            empty = batches(ofInstance).isEmpty();
        } catch (IOException e) {
            empty = false;
        }
        if (empty) {
            one.closeAndDelete();
        } else {
            one.close();
        }
    }

    /** An instance of an earlier process, whose files are now ours. */
    record AdoptedInstance(String instance, InstanceLock lock) {}
}
