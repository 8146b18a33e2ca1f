package dev.hec.benchmarks;

import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.ingest.IngestHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the receiver does with an event before it stores it: reading, parsing, flattening, checking. The sink drops the events. Per
 * event, in requests of {@value #EVENTS}, uncompressed; on {@code /raw} each line is parsed as {@code logfmt}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class IngestBenchmark {

    static final int EVENTS = 1_000;
    private static final String TOKEN = "token";

    private byte[] events;
    private byte[] lines;
    private IngestHandler handler;

    /** Makes the bodies. */
    @Setup
    public void open() {
        handler = new IngestHandler(
                new Tokens(List.of(TOKEN)), (list, batch) -> true, InstantSource.system(), 512L * 1024 * 1024);
        ByteArrayOutputStream structured = new ByteArrayOutputStream();
        StringBuilder raw = new StringBuilder();
        EventWriter writer = new EventWriter(new EventDefaults("prod-us-1", "shop", "app", null, Map.of()));
        for (int i = 0; i < EVENTS; i++) {
            String message =
                    "order " + i * 7919L + " of customer 0815 accepted: 3 items, 129.90 EUR, delivery by express";
            writer.begin(1_795_426_538_104L + i, 1_000_000);
            writer.beginObject();
            writer.field("message", message);
            writer.field("severity", "INFO");
            writer.field("logger", "com.example.shop.orders.OrderService");
            writer.field("thread", "http-nio-8080-exec-7");
            writer.beginObject("mdc");
            writer.field("user", "u4711");
            writer.field("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
            writer.endObject();
            writer.field("duration", i);
            writer.endObject();
            int length = writer.end();
            structured.write(writer.bytes(), 0, length);
            raw.append("time=2026-11-26T08:00:00Z level=INFO user=u4711 duration=")
                    .append(i)
                    .append(" msg=\"")
                    .append(message)
                    .append("\"\n");
        }
        events = structured.toByteArray();
        lines = raw.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** JSON on {@code /event}. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public HttpReply event() {
        return send("/services/collector/event", null, events);
    }

    /** Lines on {@code /raw}. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public HttpReply raw() {
        return send("/services/collector/raw", "sourcetype=logfmt", lines);
    }

    private HttpReply send(String path, String query, byte[] body) {
        HttpReply reply = handler.handle(new HttpRequest(
                "POST",
                path,
                query,
                name -> name.equalsIgnoreCase("Authorization") ? List.of("Splunk " + TOKEN) : List.of(),
                body.length,
                new ByteArrayInputStream(body),
                "127.0.0.1"));
        if (reply.status() != 200) {
            throw new IllegalStateException("answered " + reply.status());
        }
        return reply;
    }
}
