package dev.hec.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * generator, which is kept open from record to record so that it pays nothing for being set up. Messages differ from event to
 * event; {@link #ours} finds logger, thread and MDC as they were, as within one request, {@link #oursAllNew} finds nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EncodeBenchmark {

    private static final long TIME = 1_795_426_538_104L;
    private static final int DIFFERENT = 4096;

    private final String[] messages = IntStream.range(0, DIFFERENT)
            .mapToObj(i -> "order " + (100_000 + i)
                    + " of customer 0815 accepted: 3 items, 129.90 EUR, delivery by \"express\"")
            .toArray(String[]::new);
    private final String[] loggers = copies("com.example.shop.orders.OrderService");
    private final String[] threads = copies("http-nio-8080-exec-7");
    private final String[] users = copies("u4711");
    private final String[] traces = copies("4bf92f3577b34da6a3ce929d0e0e4736");
    private final String[] spans = copies("00f067aa0ba902b7");
    private int number;

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

    /** One text as many objects. */
    @SuppressWarnings("StringCopy") // that is what they are for
    private static String[] copies(String text) {
        return IntStream.range(0, DIFFERENT).mapToObj(i -> new String(text)).toArray(String[]::new);
    }

    /** The project's writer, for events of one request. */
    @Benchmark
    public int ours() {
        return ours(0);
    }

    /** The project's writer, where no text is the object that it was before. */
    @Benchmark
    public int oursAllNew() {
        return ours(number & (DIFFERENT - 1));
    }

    private int ours(int copy) {
        number++;
        ours.begin(TIME + number, Integer.MAX_VALUE);
        ours.beginObject();
        ours.field("message", messages[number & (DIFFERENT - 1)]);
        ours.field("severity", "INFO");
        ours.field("logger", loggers[copy]);
        ours.field("thread", threads[copy]);
        ours.beginObject("mdc");
        ours.field("user", users[copy]);
        ours.field("trace_id", traces[copy]);
        ours.field("span_id", spans[copy]);
        ours.endObject();
        ours.field("n", 4711);
        ours.endObject();
        return ours.end();
    }

    /** Jackson's generator, without the copy into an array of known length that the buffer would still need. */
    @Benchmark
    public int jackson() throws IOException {
        return jackson(0);
    }

    /** Jackson's generator, where no text is the object that it was before. */
    @Benchmark
    public int jacksonAllNew() throws IOException {
        return jackson(number & (DIFFERENT - 1));
    }

    private int jackson(int copy) throws IOException {
        jacksonOut.reset();
        number++;
        jackson.writeStartObject();
        jackson.writeFieldName("time");
        jackson.writeRawValue("1795426538.104");
        jackson.writeStringField("host", "prod-us-1");
        jackson.writeStringField("source", "shop");
        jackson.writeStringField("sourcetype", "app");
        jackson.writeStringField("index", "main");
        jackson.writeObjectFieldStart("event");
        jackson.writeStringField("message", messages[number & (DIFFERENT - 1)]);
        jackson.writeStringField("severity", "INFO");
        jackson.writeStringField("logger", loggers[copy]);
        jackson.writeStringField("thread", threads[copy]);
        jackson.writeObjectFieldStart("mdc");
        jackson.writeStringField("user", users[copy]);
        jackson.writeStringField("trace_id", traces[copy]);
        jackson.writeStringField("span_id", spans[copy]);
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
