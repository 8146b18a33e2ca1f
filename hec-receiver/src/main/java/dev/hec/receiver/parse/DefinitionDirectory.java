package dev.hec.receiver.parse;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The files in the directory of definitions. Used by one thread at a time.
 *
 * <p>A file that became bad keeps what it last held that was good. Each problem is told once, and again when it is another.
 */
final class DefinitionDirectory {

    private static final int MOST_FILES = 1000;

    private final Path directory;
    private final Consumer<String> report;
    private final Map<Path, DefinitionFile> files = new TreeMap<>();
    private Set<String> told = Set.of();

    /**
     * For a directory.
     *
     * @param report receives the problems, each a sentence
     */
    DefinitionDirectory(Path directory, Consumer<String> report) {
        this.directory = directory;
        this.report = report;
    }

    /**
     * What the files hold now.
     *
     * @param parsers by name
     * @param broken names of files in which there never was a good definition
     * @param problems all that is wrong, each a sentence
     */
    record Contents(Map<String, Parser> parsers, Set<String> broken, List<String> problems) {}

    /** Reads what changed. */
    Contents refresh(Instant now) {
        List<String> problems = new ArrayList<>();
        boolean listed = list(problems);
        Map<String, Parser> parsers = new LinkedHashMap<>();
        Map<String, Path> origins = new LinkedHashMap<>();
        Set<String> broken = new HashSet<>();
        for (DefinitionFile file : files.values()) {
            if (listed) {
                file.refresh(now);
            }
            Parser parser = file.lastGood();
            String consequence =
                    parser == null ? "; no parser is made of it" : "; what was in it before stays in force";
            for (String problem : file.problems()) {
                problems.add(file.path() + " " + problem + consequence);
            }
            if (parser == null) {
                broken.add(file.name());
            } else {
                Path origin = origins.putIfAbsent(parser.name(), file.path());
                if (origin == null) {
                    parsers.put(parser.name(), parser);
                } else {
                    problems.add(file.path() + " defines " + parser.name() + ", as " + origin
                            + " does, which counts; name one of them otherwise");
                }
            }
        }
        tell(problems);
        return new Contents(parsers, broken, List.copyOf(problems));
    }

    private boolean list(List<String> problems) {
        Set<Path> present = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, DefinitionFile::isOne)) {
            for (Path path : stream) {
                present.add(path);
                if (present.size() > MOST_FILES) {
                    problems.add("the directory " + directory + " has more than " + MOST_FILES
                            + " definitions; the others are not read, move them away");
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add("the directory of parsers " + directory + " cannot be read: " + e
                    + "; the definitions known stay in force");
            return false;
        }
        files.keySet().retainAll(present);
        present.forEach(path -> files.computeIfAbsent(path, DefinitionFile::new));
        return true;
    }

    private void tell(List<String> problems) {
        for (String problem : problems) {
            if (!told.contains(problem)) {
                report.accept(problem);
            }
        }
        told = Set.copyOf(problems);
    }
}
