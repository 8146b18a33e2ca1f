package dev.hec.benchmarks;

import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to compress a batch of 1 MB, and what is left of it, which is printed once for each codec. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {

    private static final int BATCH_BYTES = 1_000_000;

    /** A codec and its level. */
    @Param({"none:0", "zstd:1", "zstd:3", "gzip:1", "gzip:6"})
    public String codec;

    private ByteBuffer batch;
    private Compressor compressor;

    /** Makes the batch. */
    @Setup
    public void open() {
        int colon = codec.indexOf(':');
        compressor = Codec.named(codec.substring(0, colon))
                .orElseThrow()
                .compressor(Integer.parseInt(codec.substring(colon + 1)));
        batch = ByteBuffer.allocate(BATCH_BYTES + 1_000);
        EventWriter writer = new EventWriter(new EventDefaults("prod-us-1", "shop", "app", null, Map.of()));
        Random random = new Random(1);
        while (batch.position() < BATCH_BYTES) {
            writer.begin(1_795_426_538_104L + batch.position() / 1000, 1_000_000);
            writer.beginObject();
            writer.field(
                    "message",
                    "order " + Long.toHexString(random.nextLong()) + " accepted with " + random.nextInt(20)
                            + " items, delivery by express");
            writer.field("severity", "INFO");
            writer.field("logger", "com.example.shop.orders.OrderService");
            writer.field("thread", "http-nio-8080-exec-" + random.nextInt(20));
            writer.field("trace_id", Long.toHexString(random.nextLong()));
            writer.endObject();
            int length = writer.end();
            batch.put(writer.bytes(), 0, length);
        }
        batch.flip();
        System.out.printf(
                "%n%s: %,d bytes become %,d%n",
                codec, batch.remaining(), compressor.compress(batch.duplicate()).remaining());
    }

    /** Gives native memory back. */
    @TearDown
    public void close() {
        compressor.close();
    }

    /** One batch. */
    @Benchmark
    public ByteBuffer compress() {
        return compressor.compress(batch.duplicate());
    }
}
