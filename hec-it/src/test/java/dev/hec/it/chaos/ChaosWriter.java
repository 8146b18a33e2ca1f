package dev.hec.it.chaos;

import dev.hec.it.ReturnedCalls;
import dev.hec.it.SpoolLogger;
import java.util.BitSet;

/**
 * Logs numbered events. Confined to one thread at a time.
 *
 * <p>An event is doubtful if its log call threw, or if the framework told trouble meanwhile: Log4j2 catches what an appender or a
 * message throws, and goes on. Such an event may have been taken in or not, and nobody can know.
 */
final class ChaosWriter {

    /** Made ahead: marking needs no memory. */
    private static final int MOST = 1 << 20;

    private final int number;
    private final SpoolLogger logger;
    private final ReturnedCalls returned;
    private final boolean doubting;
    private final BitSet doubtful = new BitSet(MOST);
    private long next;

    ChaosWriter(int number, SpoolLogger logger, ReturnedCalls returned, boolean doubting) {
        this.number = number;
        this.logger = logger;
        this.returned = returned;
        this.doubting = doubting;
    }

    void log() {
        int event = Math.toIntExact(next);
        boolean sure = !doubting;
        try {
            int before = doubting ? logger.warnings().size() : 0;
            logger.log(number, next);
            sure |= before == (doubting ? logger.warnings().size() : 0);
        } catch (OutOfMemoryError | LinkageError e) {
            // The latter from classes whose first use failed for want of memory: the JVM does not try again.
            sure = false;
        } finally {
            if (!sure) {
                doubtful.set(event);
            }
            next++;
            returned.record(number, next);
        }
    }

    int number() {
        return number;
    }

    /** As {@code {1, 5}}. */
    BitSet doubtful() {
        return doubtful;
    }
}
