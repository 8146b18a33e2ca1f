package dev.hec.receiver.parse;

import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parsers by name: those shipped, and those of the user's directory, which replace shipped ones of the same name. Thread-safe.
 *
 * <p>The directory is looked at by the threads that parse, at most once a second and by one of them, which holds {@code lock}; the
 * others go on with what was known. So there is no thread to start or stop, and nothing to close.
 */
public final class Parsers {

    private static final System.Logger LOG = System.getLogger(Parsers.class.getName());
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable DefinitionDirectory directory;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ParserCounters counters = new ParserCounters();
    private final AtomicLong nextCheck;
    private volatile Known known;

    private Parsers(@Nullable DefinitionDirectory directory, InstantSource clock, LongSupplier nanoTime) {
        this.directory = directory;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.known = new Known(Shipped.PARSERS, Set.of(), List.of());
        this.nextCheck = new AtomicLong(nanoTime.getAsLong());
    }

    /** Those shipped alone. */
    public static Parsers shipped() {
        return new Parsers(null, InstantSource.system(), System::nanoTime);
    }

    /**
     * Those shipped and those of a directory. A definition that cannot be used is reported and stops nothing.
     *
     * @throws InvalidSettings if there is no such directory
     */
    public static Parsers of(Path directory) throws InvalidSettings {
        if (!Files.isDirectory(directory)) {
            throw new InvalidSettings(
                    List.of("parsers: there is no directory " + directory + "; make it, or correct the setting"));
        }
        return of(
                directory,
                InstantSource.system(),
                System::nanoTime,
                problem -> LOG.log(Level.WARNING, "A definition of a parser has a fault: {0}", problem));
    }

    static Parsers of(Path directory, InstantSource clock, LongSupplier nanoTime, Consumer<String> report) {
        Parsers parsers = new Parsers(new DefinitionDirectory(directory, report), clock, nanoTime);
        parsers.known();
        return parsers;
    }

    /** Lines parsed and failed, by the name of the parser; those that never had a line are absent. */
    public Map<String, ParserCounts> counts() {
        return counters.snapshot();
    }

    /** The names of the parsers in force. */
    public Set<String> names() {
        return known().parsers().keySet();
    }

    /** What is wrong with the files of the directory, each a sentence with file, line, key and fix. */
    public List<String> problems() {
        return known().problems();
    }

    /** What is known now; looks at the directory if the last look is long ago. */
    Known known() {
        if (directory != null && nanoTime.getAsLong() - nextCheck.get() >= 0 && lock.tryLock()) {
            try {
                if (nanoTime.getAsLong() - nextCheck.get() >= 0) {
                    refresh(directory);
                }
            } finally {
                nextCheck.set(nanoTime.getAsLong() + CHECK_NANOS);
                lock.unlock();
            }
        }
        return known;
    }

    private void refresh(DefinitionDirectory from) {
        DefinitionDirectory.Contents contents = from.refresh(clock.instant());
        Map<String, Parser> all = new LinkedHashMap<>(Shipped.PARSERS);
        all.putAll(contents.parsers());
        known = new Known(Map.copyOf(all), Set.copyOf(contents.broken()), contents.problems());
    }

    ParserCounters counters() {
        return counters;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Read once: they are the same for all. */
    private static final class Shipped {

        private static final List<String> NAMES = List.of("json", "logfmt", "syslog", "accessLog", "javaLog");
        private static final Map<String, Parser> PARSERS = read();

        private static Map<String, Parser> read() {
            Map<String, Parser> parsers = new LinkedHashMap<>();
            for (String name : NAMES) {
                try (InputStream resource = Parsers.class.getResourceAsStream(name + ".yaml")) {
                    if (resource == null) {
                        throw new IllegalStateException("the definition of " + name + " is missing");
                    }
                    String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
                    parsers.put(name, DefinitionReader.read(text, false, name));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (Problems e) {
                    throw new IllegalStateException("the definition of " + name + " is wrong", e);
                }
            }
            return Map.copyOf(parsers);
        }
    }

    /**
     * What was found at the last look. Immutable.
     *
     * @param parsers by name
     * @param broken names that were to be parsers, if their files were not wrong
     * @param problems all that is wrong with the files
     */
    record Known(Map<String, Parser> parsers, Set<String> broken, List<String> problems) {}
}
