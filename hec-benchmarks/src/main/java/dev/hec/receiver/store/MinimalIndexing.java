package dev.hec.receiver.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.management.OperatingSystemMXBean;
import dev.hec.receiver.event.Event;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * The least program that puts the same documents into the same index: it reads envelopes from a file, makes of each the document
 * that the receiver makes, by the receiver's own code, and commits once at the end. No HTTP, no journal, no checks, one thread.
 * In the receiver's package, for only there the documents and the settings of the index are known.
 */
public final class MinimalIndexing {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final EventDocument documents = new EventDocument();
    private final JsonParser json;
    private final IndexWriter writer;
    private long sequence;

    private MinimalIndexing(InputStream in, Directory directory) throws IOException {
        json = new JsonFactory().createParser(in);
        writer = new IndexWriter(directory, EventIndex.config(DiskLimits.NONE.segmentBytes()));
    }

    /**
     * Indexes all events of a file. Prints nanoseconds on the clock and microseconds of CPU of the part that is measured.
     *
     * @param arguments file of envelopes; directory of the index; how many events to index and commit before those that are
     *     measured
     */
    public static void main(String[] arguments) throws IOException {
        LuceneMessages.quieten();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(arguments[0])), 1 << 20);
                Directory directory = FSDirectory.open(Path.of(arguments[1]))) {
            MinimalIndexing program = new MinimalIndexing(in, directory);
            program.index(Long.parseLong(arguments[2]));
            program.writer.commit();
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            program.index(Long.MAX_VALUE);
            program.writer.commit();
            long nanos = System.nanoTime() - start;
            System.out.println(nanos + " " + (SYSTEM.getProcessCpuTime() - cpu) / 1000);
            program.writer.close();
        }
    }

    private void index(long end) throws IOException {
        while (sequence < end && json.nextToken() == JsonToken.START_OBJECT) {
            writer.addDocument(documents.of(event(), sequence++));
        }
    }

    private Event event() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        long nanos = 0;
        String host = "";
        String parser = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "time" -> nanos = json.getDecimalValue().movePointRight(9).longValueExact();
                case "host" -> host = json.getText();
                case "sourcetype" -> parser = json.getText();
                default -> members(fields);
            }
        }
        fields.put("serverHost", host);
        fields.put("parser", parser);
        return new Event(nanos, fields);
    }

    private void members(Map<String, Object> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(
                    name,
                    switch (json.nextToken()) {
                        case VALUE_NUMBER_INT -> json.getLongValue();
                        case VALUE_NUMBER_FLOAT -> new BigDecimal(json.getText());
                        default -> json.getText();
                    });
        }
    }
}
