package dev.hec.benchmarks.delivery;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The least that delivering can cost on this machine with these parts: the document that our appender makes of the event is written into one array as bytes of
 * Latin-1, compressed in one piece and sent by the calling thread. It escapes nothing, keeps nothing and retries nothing.
 * Confined to one thread.
 */
final class FloorTarget implements Target {

    private static final int BATCH_BYTES = 1_000_000;
    private static final int LEVEL = 1;
    private static final String BEFORE = "{\"time\":";
    private static final String MIDDLE = ",\"host\":\"host\",\"event\":{\"message\":\"order ";
    private static final String AFTER = "\",\"severity\":\"INFO\",\"logger\":\"com.example.shop.orders.OrderService\","
            + "\"thread\":\"main\",\"mdc\":{\"user\":\"u4711\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
            + "\"span_id\":\"00f067aa0ba902b7\"}}}";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI address;
    private final byte[] batch = new byte[BATCH_BYTES + 1000];
    private int size;

    FloorTarget(String url) {
        address = URI.create(url + "/services/collector/event");
    }

    @Override
    public void enter() {}

    @Override
    public void log(String order, Integer count, String mark) {
        add(BEFORE);
        addSeconds(System.currentTimeMillis());
        add(MIDDLE);
        add(order);
        add(" accepted with ");
        add(Integer.toString(count));
        add(" items, delivery by express ");
        add(mark);
        add(AFTER);
        if (size >= BATCH_BYTES) {
            send();
        }
    }

    @SuppressWarnings("deprecation") // Latin-1 without a copy: the cheapest there is
    private void add(String text) {
        text.getBytes(0, text.length(), batch, size);
        size += text.length();
    }

    private void addSeconds(long millis) {
        add(Long.toString(millis / 1000));
        batch[size++] = '.';
        int rest = (int) (millis % 1000);
        batch[size++] = (byte) ('0' + rest / 100);
        batch[size++] = (byte) ('0' + rest / 10 % 10);
        batch[size++] = (byte) ('0' + rest % 10);
    }

    private void send() {
        byte[] compressed = Zstd.compress(size == batch.length ? batch : Arrays.copyOf(batch, size), LEVEL);
        size = 0;
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Encoding", "zstd")
                .header("Authorization", "Splunk token")
                .POST(BodyPublishers.ofByteArray(compressed))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new IllegalStateException("status " + response.statusCode());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void flush(Duration timeout) {
        if (size > 0) {
            send();
        }
    }

    @Override
    public void close() {}
}
