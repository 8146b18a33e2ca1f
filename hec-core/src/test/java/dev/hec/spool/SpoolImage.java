package dev.hec.spool;

import dev.hec.testing.FuzzInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The files of a spool directory in memory, and the damage that a fuzzer does to them. Confined to one thread. */
final class SpoolImage {

    private static final int[] NUMBERS = {
        SpoolFormat.DATA_BYTES,
        SpoolFormat.MAX_RECORDS,
        SpoolFormat.SETTLED,
        SpoolFormat.ATTEMPT_FROM,
        SpoolFormat.ATTEMPT_TO,
        SpoolFormat.COMMITTED,
        SpoolFormat.FIRST_SEQUENCE,
        SpoolFormat.FIRST_SEQUENCE + 4
    };

    /** Names that the spool may think are its own. */
    private static final String[] NAMES = {
        "app-0000000000001111-7.spool",
        "app-0000000000002222-0.spool",
        "app-0000000000000001-1.spool",
        "app-0000000000001111-99999999999999999999.spool",
        "app-0000000000001111.lock",
        "app-0000000000004444.lock",
        "app-0000000000001111-1.spool.damaged",
        "app.spool",
        "other-0000000000001111-1.spool"
    };

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Set<String> directories = new HashSet<>();
    private final Set<String> intact = new HashSet<>();
    private boolean forgeable;
    private boolean copied;

    private SpoolImage() {}

    /** The files that lie in a directory. */
    static SpoolImage of(Path directory) throws IOException {
        SpoolImage image = new SpoolImage();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                image.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        image.intact.addAll(image.files.keySet());
        return image;
    }

    /** These files with others added. */
    SpoolImage and(SpoolImage others) {
        SpoolImage both = copy();
        others.files.forEach((name, bytes) -> both.files.put(name, bytes.clone()));
        both.intact.addAll(others.intact);
        return both;
    }

    SpoolImage copy() {
        SpoolImage copy = new SpoolImage();
        files.forEach((name, bytes) -> copy.files.put(name, bytes.clone()));
        copy.intact.addAll(intact);
        return copy;
    }

    /** The names of the files that are as they were. */
    Set<String> intact() {
        return intact;
    }

    /** Whether records may have been changed together with their checksums, which nobody can tell then. */
    boolean isForgeable() {
        return forgeable;
    }

    /** Whether some records may be in two files, which an undamaged spool never has in files that are no neighbours. */
    boolean isCopied() {
        return copied;
    }

    void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        for (String name : directories) {
            if (!files.containsKey(name)) {
                Files.createDirectories(directory.resolve(name).resolve("inside"));
            }
        }
    }

    void damage(FuzzInput in) {
        List<String> names = new ArrayList<>(files.keySet());
        if (names.isEmpty()) {
            add(in);
            return;
        }
        String name = names.get(in.below(names.size()));
        byte[] bytes = files.get(name);
        switch (in.below(10)) {
            case 0 -> change(name, bytes, in.below(bytes.length + 1), in.bytes(1 + in.below(4)), in);
            case 1, 2 -> change(name, bytes, NUMBERS[in.below(NUMBERS.length)], number(in), in);
            case 3 -> replace(name, Arrays.copyOf(bytes, in.below(bytes.length + 64)));
            case 4 -> {
                intact.remove(name);
                files.remove(name);
            }
            case 5 -> {
                // The later of two files with the same numbers counts, damaged or not.
                intact.remove(name);
                copied = true;
                files.put(NAMES[in.below(3)], bytes.clone());
            }
            case 6 -> change(name, bytes, SpoolFormat.INDEX + in.below(6) * SpoolFormat.INDEX_ENTRY, number(in), in);
            case 7 -> change(name, bytes, in.below(bytes.length + 1), new byte[in.below(300)], in);
            case 8 -> add(in);
            default -> {
                forgeable = true;
                replace(name, in.bytes(in.below(2_000)));
            }
        }
    }

    private static byte[] number(FuzzInput in) {
        int number = in.flag() ? in.below(12) : in.anyInt();
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private void replace(String name, byte[] bytes) {
        intact.remove(name);
        files.put(name, bytes);
    }

    private void change(String name, byte[] bytes, int at, byte[] change, FuzzInput in) {
        intact.remove(name);
        for (int i = 0; i < change.length && at + i < bytes.length; i++) {
            int place = at + i;
            boolean checksum = place >= SpoolFormat.INDEX && place % SpoolFormat.INDEX_ENTRY >= 4;
            forgeable |= checksum && bytes[place] != change[i];
            bytes[place] = change[i];
        }
        if (at < SpoolFormat.CHECKSUM && in.flag() && bytes.length > SpoolFormat.INDEX) {
            CRC32C header = new CRC32C();
            header.update(bytes, 0, SpoolFormat.CHECKSUM);
            ByteBuffer.wrap(bytes).putInt(SpoolFormat.CHECKSUM, (int) header.getValue());
        }
    }

    private void add(FuzzInput in) {
        String name = NAMES[in.below(NAMES.length)];
        if (in.flag() && name.endsWith(".spool") && !files.containsKey(name)) {
            directories.add(name);
        } else if (!directories.contains(name)) {
            forgeable = true;
            replace(name, in.bytes(in.below(2_000)));
        }
    }
}
