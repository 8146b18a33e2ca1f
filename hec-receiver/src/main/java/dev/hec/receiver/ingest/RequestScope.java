package dev.hec.receiver.ingest;

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
        try (JsonParser json = EnvelopeReader.JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Object> fields = new Flattener(text, memory, counters).object(json);
            return json.nextToken() == null ? fields : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string failed", e);
        }
    }
}
