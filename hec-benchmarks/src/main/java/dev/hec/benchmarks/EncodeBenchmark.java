package dev.hec.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Does a JSON writer of our own earn its keep? The same record, written by {@link EventWriter} and by Jackson's streaming
 * generator, which is kept open from record to record so that it pays nothing for being set up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EncodeBenchmark {

    private static final long TIME = 1_795_426_538_104L;

    private final String message = "order 4711 of customer 0815 accepted: 3 items, 129.90 EUR, delivery by \"express\"";
    private final String logger = "com.example.shop.orders.OrderService";
    private final String thread = "http-nio-8080-exec-7";
    private final Map<String, String> mdc =
            Map.of("user", "u4711", "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "span_id", "00f067aa0ba902b7");

    private final EventWriter ours =
            new EventWriter(new EventDefaults("prod-us-1", "shop", "app", "main", Map.of("env", "prod")));
    private final ByteArrayOutputStream jacksonOut = new ByteArrayOutputStream(4096);
    private JsonGenerator jackson;

    /** Opens Jackson's generator once. */
    @Setup
    public void open() throws IOException {
        jackson = new JsonFactory().createGenerator(jacksonOut);
        jackson.setRootValueSeparator(null);
    }

    /** The project's writer. */
    @Benchmark
    public int ours() {
        ours.begin(TIME, Integer.MAX_VALUE);
        ours.beginObject();
        ours.field("message", message);
        ours.field("severity", "INFO");
        ours.field("logger", logger);
        ours.field("thread", thread);
        ours.beginObject("mdc");
        mdc.forEach(ours.texts());
        ours.endObject();
        ours.field("n", 4711);
        ours.endObject();
        return ours.end();
    }

    /** Jackson's generator, without the copy into an array of known length that the buffer would still need. */
    @Benchmark
    public int jackson() throws IOException {
        jacksonOut.reset();
        jackson.writeStartObject();
        jackson.writeFieldName("time");
        jackson.writeRawValue("1795426538.104");
        jackson.writeStringField("host", "prod-us-1");
        jackson.writeStringField("source", "shop");
        jackson.writeStringField("sourcetype", "app");
        jackson.writeStringField("index", "main");
        jackson.writeObjectFieldStart("event");
        jackson.writeStringField("message", message);
        jackson.writeStringField("severity", "INFO");
        jackson.writeStringField("logger", logger);
        jackson.writeStringField("thread", thread);
        jackson.writeObjectFieldStart("mdc");
        for (Map.Entry<String, String> entry : mdc.entrySet()) {
            jackson.writeStringField(entry.getKey(), entry.getValue());
        }
        jackson.writeEndObject();
        jackson.writeNumberField("n", 4711);
        jackson.writeEndObject();
        jackson.writeObjectFieldStart("fields");
        jackson.writeStringField("env", "prod");
        jackson.writeEndObject();
        jackson.writeEndObject();
        jackson.flush();
        return jacksonOut.size();
    }
}
