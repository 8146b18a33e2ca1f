package dev.hec.benchmarks.speed;

import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends events in batches of 1 MB, zstd, over several connections, from a process of its own. All batches are ready in memory
 * before the first is sent, so the receiver never waits for them. A batch that is answered with 503 is sent again after the pause
 * that the reply asks for.
 */
final class LoadGenerator {

    private static final int BATCH_BYTES = 1_000_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String token;
    private final List<byte[]> batches = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong busy = new AtomicLong();

    private LoadGenerator(String url, String token) {
        address = URI.create(url + "/services/collector/event");
        this.token = token;
    }

    /**
     * Prints: milliseconds since 1970 when the first batch was sent, nanoseconds until the last was accepted, and how often
     * the receiver was busy.
     *
     * @param arguments url, token, number of the first event, number after the last, connections
     */
    public static void main(String[] arguments) throws Exception {
        LoadGenerator generator = new LoadGenerator(arguments[0], arguments[1]);
        generator.prepare(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        int connections = Integer.parseInt(arguments[4]);
        long startMillis = System.currentTimeMillis();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Future<Void>> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            senders.add(threads.submit((Callable<Void>) generator::send));
        }
        for (Future<Void> sender : senders) {
            sender.get();
        }
        System.out.println(startMillis + " " + (System.nanoTime() - start) + " " + generator.busy.get());
        System.exit(0); // the client's threads have nothing more to do
    }

    private void prepare(long first, long end) {
        SampleEvents.Batch batch = new SampleEvents().new Batch(BATCH_BYTES);
        try (Compressor zstd = Codec.ZSTD.compressor(0)) {
            for (long number = first; number < end; number += batch.count()) {
                batch.fill(number, end);
                ByteBuffer body = zstd.compress(ByteBuffer.wrap(batch.content()));
                byte[] copy = new byte[body.remaining()];
                body.get(copy);
                batches.add(copy);
            }
        }
    }

    private Void send() throws IOException, InterruptedException {
        for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Encoding", "zstd")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(batches.get(i)))
                    .build();
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            while (reply.statusCode() == 503) {
                busy.incrementAndGet();
                TimeUnit.SECONDS.sleep(
                        Long.parseLong(reply.headers().firstValue("Retry-After").orElse("1")));
                reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (reply.statusCode() != 200) {
                throw new IOException("answered with " + reply.statusCode() + ": " + reply.body());
            }
        }
        return null;
    }
}
