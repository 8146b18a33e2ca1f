package dev.hec.receiver.parse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The patterns that <code>%{NAME}</code> stands for, by name. Immutable. */
final class GrokTable {

    private static final String RESOURCE = "grok-patterns.txt";

    private GrokTable() {}

    /** Those that are always there. */
    static Map<String, String> shipped() {
        InputStream resource = GrokTable.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IllegalStateException(RESOURCE + " is missing");
        }
        Map<String, String> patterns = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                if (space > 0 && !line.startsWith("#")) {
                    patterns.put(
                            line.substring(0, space), line.substring(space + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(patterns);
    }
}
