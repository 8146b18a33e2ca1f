package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.journal.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene index. A commit holds, beside the documents, the number of the next event to index and when events arrived; what was added after the last
 * commit is discarded by Lucene when the index is opened again. So whoever continues at {@link #next} after a crash indexes
 * every event exactly once.
 *
 * <p>Writing is confined to the indexer thread; {@link #searchers} may be used by any thread.
 */
final class EventIndex {

    private static final System.Logger LOG = System.getLogger(EventIndex.class.getName());
    private static final String NEXT = "next";
    private static final String ARRIVALS = "arrivals";
    private static final int BUFFER_MB = 32;

    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final EventDocument documents = new EventDocument();
    private final long next;
    private final Arrivals arrivals;

    private EventIndex(IndexWriter writer, SearcherManager searchers, long next, Arrivals arrivals) {
        this.writer = writer;
        this.searchers = searchers;
        this.next = next;
        this.arrivals = arrivals;
    }

    /**
     * Opens the index as it was at its last commit, or creates it.
     *
     * @param segmentBytes the largest segment that merging makes
     */
    static EventIndex open(Directory directory, long segmentBytes) throws IOException {
        IndexWriter writer = new IndexWriter(directory, config(segmentBytes));
        try {
            return new EventIndex(
                    writer,
                    new SearcherManager(writer, null),
                    committedNext(writer),
                    Arrivals.parse(Objects.requireNonNullElse(committed(writer, ARRIVALS), "")));
        } catch (IOException | RuntimeException | Error e) {
            writer.rollback();
            throw e;
        }
    }

    /** How the index is written; a new one for each writer. */
    static IndexWriterConfig config(long segmentBytes) {
        return new IndexWriterConfig()
                .setCommitOnClose(false)
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergeScheduler(new QuietMergeScheduler())
                .setMergePolicy(inOrderOfArrival(segmentBytes))
                .setCodec(new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION));
    }

    /** Merges only neighbours, so each segment holds events that arrived one after another, and old ones can go as a whole. */
    private static MergePolicy inOrderOfArrival(long segmentBytes) {
        LogByteSizeMergePolicy policy = new LogByteSizeMergePolicy();
        policy.setMaxMergeMB(segmentBytes / (double) (1 << 20));
        return policy;
    }

    private static long committedNext(IndexWriter writer) throws IOException {
        String committed = committed(writer, NEXT);
        if (committed != null) {
            return Long.parseLong(committed);
        }
        if (writer.getDocStats().maxDoc == 0) {
            return 0;
        }
        throw new IOException("the index was not written by this program: its commit has no entry " + NEXT);
    }

    private static @Nullable String committed(IndexWriter writer, String key) {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            for (Map.Entry<String, String> entry : data) {
                if (entry.getKey().equals(key)) {
                    return entry.getValue();
                }
            }
        }
        return null;
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
     * @param nowMillis the time, by which all of it has arrived
     */
    void commit(long position, long nowMillis) throws IOException {
        arrivals.note(position, nowMillis);
        Map<String, String> data = new HashMap<>();
        data.put(NEXT, Long.toString(position));
        data.put(ARRIVALS, arrivals.toString());
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /**
     * Removes the events that match, of those that are visible; not durable before {@link #commit}, and seen as removed only after
     * {@link #refresh}.
     *
     * @param deadline of finding them; removing them takes about as long again
     * @return how many
     * @throws IllegalArgumentException if the query costs too much or takes too long; nothing was removed
     */
    long delete(Query query, Deadline deadline) throws IOException {
        long found;
        IndexSearcher held = searchers.acquire();
        try {
            // Before the writer has it: one that fails there ends the writer, and nothing bounds the time that it takes
            // there.
            DirectoryReader reader = (DirectoryReader) held.getIndexReader();
            IndexSearcher searcher = new IndexSearcher(ExitableDirectoryReader.wrap(reader, deadline));
            searcher.setTimeout(deadline);
            found = searcher.count(query);
            deadline.check(searcher);
        } catch (TooComplexToDeterminizeException | IndexSearcher.TooManyClauses e) {
            throw new IllegalArgumentException(e);
        } catch (ExitableDirectoryReader.ExitingReaderException | SearchLimitException e) {
            throw new IllegalArgumentException(deadline.exceeded());
        } finally {
            searchers.release(held);
        }
        if (found > 0) {
            writer.deleteDocuments(query);
        }
        return found;
    }

    /** When events arrived; durable with the next {@link #commit}. */
    Arrivals arrivals() {
        return arrivals;
    }

    /**
     * A segment.
     *
     * @param first number of its first event
     * @param last number of its last event
     * @param bytes its size on the disk
     * @param live which part of its events is not removed
     */
    record Part(long first, long last, long bytes, double live) {}

    /** The segments that are visible, in no certain order. */
    List<Part> segments() throws IOException {
        List<Part> parts = new ArrayList<>();
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                PointValues numbers = leaf.reader().getPointValues(EventDocument.SEQUENCE);
                if (numbers != null && leaf.reader() instanceof SegmentReader segment) {
                    parts.add(new Part(
                            LongPoint.decodeDimension(numbers.getMinPackedValue(), 0),
                            LongPoint.decodeDimension(numbers.getMaxPackedValue(), 0),
                            segment.getSegmentInfo().sizeInBytes(),
                            (double) segment.numDocs() / segment.maxDoc()));
                }
            }
            return parts;
        } finally {
            searchers.release(searcher);
        }
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
