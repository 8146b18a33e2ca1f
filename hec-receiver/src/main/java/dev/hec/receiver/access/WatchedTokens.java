package dev.hec.receiver.access;

import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in force; reads their files again when they change. Thread-safe.
 *
 * <p>There is no thread that waits for a change, and so none that could be left behind in a container: at most once a second the
 * request that asks for the tokens looks at the files first. Others meanwhile go on with the tokens they know.
 *
 * <p>A file counts once it has not been written for a second, so that none is taken of which only a part is there. A file that is
 * wrong changes nothing and is reported once.
 *
 * <p>Lock: {@code checking}, only ever tried, holds the fields that remember what was seen.
 */
final class WatchedTokens implements Supplier<TokenTable> {

    private static final System.Logger LOG = System.getLogger(WatchedTokens.class.getName());

    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final TokenSources sources;
    private final Limits limits;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ReentrantLock checking = new ReentrantLock();

    private volatile TokenTable table;
    private volatile long nextCheck;

    private List<FileStamp> inForce;
    private @Nullable List<FileStamp> wrong;
    private @Nullable List<FileStamp> unsettled;

    private WatchedTokens(
            TokenSources sources,
            Limits limits,
            InstantSource clock,
            LongSupplier nanoTime,
            TokenTable table,
            List<FileStamp> inForce) {
        this.sources = sources;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.table = table;
        this.inForce = inForce;
        this.nextCheck = nanoTime.getAsLong() + SETTLED.toNanos();
    }

    /**
     * Reads the files for the first time.
     *
     * @throws InvalidSettings if they cannot be used
     * @throws IOException if they cannot be read
     */
    static WatchedTokens open(TokenSources sources, Limits limits, InstantSource clock, LongSupplier nanoTime)
            throws IOException, InvalidSettings {
        // The stamps first: a change while they are read is seen at the next look.
        List<FileStamp> stamps = stamps(sources);
        TokenTable table = TokenTable.of(sources.read(), limits, nanoTime);
        return new WatchedTokens(sources, limits, clock, nanoTime, table, stamps);
    }

    @Override
    public TokenTable get() {
        if (nanoTime.getAsLong() - nextCheck >= 0 && checking.tryLock()) {
            try {
                if (nanoTime.getAsLong() - nextCheck >= 0) {
                    check();
                    nextCheck = nanoTime.getAsLong() + SETTLED.toNanos();
                }
            } finally {
                checking.unlock();
            }
        }
        return table;
    }

    private void check() {
        List<FileStamp> seen = stamps(sources);
        if (seen.equals(inForce)) {
            wrong = null;
            unsettled = null;
            return;
        }
        if (seen.equals(wrong)) {
            return;
        }
        boolean settled =
                seen.equals(unsettled) || seen.stream().allMatch(stamp -> stamp.olderThan(SETTLED, clock.instant()));
        unsettled = seen;
        if (settled) {
            read(seen);
        }
    }

    private void read(List<FileStamp> seen) {
        try {
            List<TokenDefinition> tokens = sources.read();
            if (!stamps(sources).equals(seen)) {
                return; // changed while it was read: another look will tell
            }
            TokenTable changed = table.with(tokens, limits, nanoTime);
            table = changed;
            inForce = seen;
            wrong = null;
            LOG.log(Level.INFO, "Tokens were read again: {0} from {1}", changed.size(), sources.files());
        } catch (InvalidSettings | IOException e) {
            wrong = seen;
            LOG.log(
                    Level.ERROR,
                    "The changed tokens cannot be used, and those from before stay in force:{0}{1}",
                    System.lineSeparator(),
                    e instanceof InvalidSettings ? e.getMessage() : e.toString());
        }
    }

    private static List<FileStamp> stamps(TokenSources sources) {
        return sources.files().stream().map(FileStamp::of).toList();
    }
}
