package dev.hec.receiver.ingest;

import dev.hec.receiver.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a body of {@code /raw}, which is a text, a gzip file of a text, or a tar archive of such files, compressed by gzip or not.
 * Confined to one request.
 *
 * <p>Source: the vendor's article, "Whole files (txt, tar.gz)"; it does not say in which form.
 */
final class RawBody {

    private final Map<String, List<String>> query;
    private final EventAssembly assembly;
    private final MemoryBudget.Share memory;
    private final IngestCounters counters;

    RawBody(
            Map<String, List<String>> query,
            EventAssembly assembly,
            MemoryBudget.Share memory,
            IngestCounters counters) {
        this.query = query;
        this.assembly = assembly;
        this.memory = memory;
        this.counters = counters;
    }

    /** The events of a body; without any line in it the result is empty. */
    List<Event> read(Upload upload) throws Refusal {
        List<Event> events = new ArrayList<>();
        for (Upload.Text file : upload.texts()) {
            Utf8Text text = file.decoded();
            counters.replaced(text.replaced());
            events.addAll(new RawLines(query, assembly, memory, file.path()).read(text.text()));
        }
        return events;
    }
}
