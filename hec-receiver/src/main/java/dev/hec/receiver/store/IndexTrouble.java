package dev.hec.receiver.store;

import org.jspecify.annotations.Nullable;

/** What is wrong with indexing, told once when it begins and once when it ends. Written by the indexer thread, read by any. */
final class IndexTrouble {

    private static final System.Logger LOG = System.getLogger(Indexer.class.getName());

    private volatile @Nullable String problem;

    /** Why indexing fails, or null if it does not. */
    @Nullable
    String problem() {
        return problem;
    }

    void begin(Throwable cause) {
        String text = "indexing failed, events are kept in the journal and will be indexed later: " + cause;
        if (!text.equals(problem)) {
            LOG.log(System.Logger.Level.ERROR, text);
            LOG.log(System.Logger.Level.DEBUG, "where indexing failed", cause);
        }
        problem = text;
    }

    void end() {
        if (problem != null) {
            LOG.log(System.Logger.Level.INFO, "indexing works again");
            problem = null;
        }
    }
}
