package dev.hec.receiver.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A file with settings: Java properties in UTF-8, whose keys are the names of the table. Immutable.
 *
 * @param source the settings written there; empty ones count as not set
 * @param problems what is wrong with the file: it cannot be read, or has keys that nobody knows or that are there twice
 */
record ConfigFile(SettingSource source, List<String> problems) {

    /** Larger than any sensible file by far; a device or a log is refused by it. */
    private static final long MOST_BYTES = 1 << 20;

    /** Reads a file. */
    static ConfigFile read(Path file) {
        Map<String, String> values = new HashMap<>();
        List<String> problems = new ArrayList<>();
        try {
            for (Map.Entry<String, String> entry : entries(file)) {
                check(entry.getKey(), file, problems);
                if (values.put(entry.getKey(), entry.getValue()) != null) {
                    problems.add(entry.getKey() + " is in " + file + " twice; keep one of them");
                }
            }
        } catch (NoSuchFileException e) {
            problems.add("config: there is no file " + file);
        } catch (CharacterCodingException e) {
            problems.add("config: " + file + " is not written in UTF-8");
        } catch (IOException e) {
            problems.add("config: " + file + " cannot be read: " + FileTrouble.of(e));
        } catch (IllegalArgumentException e) {
            problems.add("config: " + file + " cannot be read: " + e.getMessage());
        }
        return new ConfigFile(
                new SettingSource("file " + file, setting -> SettingSource.orNull(values.get(setting.name()))),
                problems);
    }

    private static void check(String key, Path file, List<String> problems) {
        List<String> names = Setting.ALL.stream().map(Setting::name).toList();
        if (key.equals(Setting.CONFIG.name())) {
            problems.add("config cannot be set in " + file + ", which is the file itself");
        } else if (!names.contains(key)) {
            String bare = key.startsWith("hec.") ? key.substring("hec.".length()) : key;
            String meant = NearestName.of(bare, names)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("; --help lists the settings");
            problems.add("unknown setting " + key + " in " + file + meant);
        }
    }

    /** The entries in their order, also those that are there twice. */
    private static List<Map.Entry<String, String>> entries(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
            throw new IOException("it is larger than 1 MB");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        Properties properties = new Entries(entries);
        properties.load(new StringReader(text));
        return entries;
    }

    /** Properties forget that a key was there before; this takes note of each. */
    private static final class Entries extends Properties {

        private static final long serialVersionUID = 1L;

        private final transient List<Map.Entry<String, String>> entries;

        Entries(List<Map.Entry<String, String>> entries) {
            this.entries = entries;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            entries.add(Map.entry((String) key, (String) value));
            return super.put(key, value);
        }

        @Override
        public synchronized boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public synchronized int hashCode() {
            return super.hashCode();
        }
    }
}
