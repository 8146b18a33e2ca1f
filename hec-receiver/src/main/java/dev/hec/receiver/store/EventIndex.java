package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.journal.JournalRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;

/**
 * The Lucene index. A commit holds, beside the documents, the number of the next event to index; what was added after the last
 * commit is discarded by Lucene when the index is opened again. So whoever continues at {@link #next} after a crash indexes
 * every event exactly once.
 *
 * <p>Writing is confined to the indexer thread; {@link #searchers} may be used by any thread.
 */
final class EventIndex {

    private static final System.Logger LOG = System.getLogger(EventIndex.class.getName());
    private static final String NEXT = "next";
    private static final int BUFFER_MB = 32;

    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final EventDocument documents = new EventDocument();
    private final long next;

    private EventIndex(IndexWriter writer, SearcherManager searchers, long next) {
        this.writer = writer;
        this.searchers = searchers;
        this.next = next;
    }

    /** Opens the index as it was at its last commit, or creates it. */
    static EventIndex open(Directory directory) throws IOException {
        IndexWriter writer = new IndexWriter(directory, config());
        try {
            return new EventIndex(writer, new SearcherManager(writer, null), committedNext(writer));
        } catch (IOException | RuntimeException | Error e) {
            writer.rollback();
            throw e;
        }
    }

    /** How the index is written; a new one for each writer. */
    static IndexWriterConfig config() {
        return new IndexWriterConfig()
                .setCommitOnClose(false)
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergeScheduler(new QuietMergeScheduler())
                .setCodec(new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION));
    }

    private static long committedNext(IndexWriter writer) throws IOException {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            for (Map.Entry<String, String> entry : data) {
                if (entry.getKey().equals(NEXT)) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        if (writer.getDocStats().maxDoc == 0) {
            return 0;
        }
        throw new IOException("the index was not written by this program: its commit has no entry " + NEXT);
    }

    /** The number of the first event that the last commit before opening does not have. */
    long next() {
        return next;
    }

    /** Adds the events of a request; not durable before {@link #commit}, not visible before {@link #refresh}. */
    void add(JournalRecord record) throws IOException {
        long sequence = record.sequence();
        for (Event event : record.events()) {
            writer.addDocument(documents.of(event, sequence++));
        }
    }

    /**
     * Makes everything added durable.
     *
     * @param position the number of the next event to index
     */
    void commit(long position) throws IOException {
        Map<String, String> data = new HashMap<>();
        data.put(NEXT, Long.toString(position));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /** Makes everything added visible. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    SearcherManager searchers() {
        return searchers;
    }

    /** Ends writing and forgets what was not committed; what was visible can still be searched. */
    void endWriting() throws IOException {
        writer.rollback();
    }

    /** Ends searching. */
    void endSearching() throws IOException {
        searchers.close();
    }

    /** A failed merge ends the writer, and the indexer reports that; the default would add a stack trace on stderr. */
    private static final class QuietMergeScheduler extends ConcurrentMergeScheduler {
        @Override
        protected void handleMergeException(Throwable failure) {
            LOG.log(System.Logger.Level.DEBUG, "a merge failed", failure);
        }
    }
}
