package dev.hec.doctor;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that the doctor can do without, but checks less. Without state.
 *
 * <p>They are looked for beside the jar, and not named by its manifest: a {@code Class-Path} entry would make every compiler
 * run with {@code -Xlint:path} and every servlet container that scans jars warn about files that are elsewhere.
 */
enum Libraries {
    /** Reads replies and JWTs. */
    JACKSON("jackson-core", "com.fasterxml.jackson.core.JsonFactory"),

    /** Compresses with zstd. */
    ZSTD("zstd-jni", "com.github.luben.zstd.Zstd");

    private final String jar;
    private final String probe;

    Libraries(String jar, String probe) {
        this.jar = jar;
        this.probe = probe;
    }

    /** Name of the jar, without its version. */
    String jar() {
        return jar;
    }

    /** Whether its classes are there. */
    boolean isThere() {
        try {
            Class.forName(probe, false, Libraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * A loader of everything on the class path and of the missing libraries that lie in the directory of a class's jar or
     * its subdirectory {@code lib}.
     *
     * @return null if none is missing, or none is found
     */
    static @Nullable ClassLoader beside(Class<?> inJar) {
        List<URL> found = new ArrayList<>();
        try {
            CodeSource source = inJar.getProtectionDomain().getCodeSource();
            Path directory = source == null
                    ? null
                    : Path.of(source.getLocation().toURI()).getParent();
            for (Libraries library : values()) {
                if (directory != null && !library.isThere()) {
                    library.find(directory, found);
                    library.find(directory.resolve("lib"), found);
                }
            }
            if (found.isEmpty()) {
                return null;
            }
            List<URL> all = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
                all.add(Path.of(entry).toUri().toURL());
            }
            all.addAll(found);
            return new URLClassLoader("doctor", all.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        } catch (IOException | URISyntaxException e) {
            // Then it goes without them.
            return null;
        }
    }

    private void find(Path directory, List<URL> found) throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, jar + "-[0-9]*.jar")) {
                for (Path file : jars) {
                    found.add(url(file));
                }
            }
        }
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
