package dev.hec.receiver.store;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Lucene from greeting every start on a newer Java with advice that does not concern the store: which way of mapping
 * files it chose, and that vector search, which is not used here, could be faster.
 */
final class LuceneMessages {

    /** Loggers are forgotten, and their levels with them, unless somebody holds them. */
    private static final List<Logger> HELD = List.of(
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider"),
            Logger.getLogger("org.apache.lucene.store.MemorySegmentIndexInputProvider"));

    private LuceneMessages() {}

    /** To be called before Lucene is used. */
    static void quieten() {
        HELD.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
