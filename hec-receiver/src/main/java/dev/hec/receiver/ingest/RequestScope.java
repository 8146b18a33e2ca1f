package dev.hec.receiver.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.hec.receiver.parse.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request lends to the parsers of its lines: its share of the memory, and how it reads JSON. Confined to one request. */
final class RequestScope implements Scope<Refusal> {

    private final MemoryBudget.Share memory;
    private final IngestCounters counters;
    private final JsonFactory json = EnvelopeReader.json();

    RequestScope(MemoryBudget.Share memory, IngestCounters counters) {
        this.memory = memory;
        this.counters = counters;
    }

    @Override
    public void take(long bytes) throws Refusal {
        memory.take(bytes);
    }

    @Override
    public void clash() {
        counters.clash();
    }

    @Override
    public @Nullable Map<String, Object> jsonObject(String text) throws Refusal {
        try (JsonParser line = json.createParser(text)) {
            if (line.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Object> fields = new Flattener(text, memory, counters).object(line);
            return line.nextToken() == null ? fields : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string failed", e);
        }
    }
}
