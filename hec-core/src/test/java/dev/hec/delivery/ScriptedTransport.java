package dev.hec.delivery;

import dev.hec.codec.Codec;
import dev.hec.transport.Answer;
import dev.hec.transport.Payload;
import dev.hec.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A collector that answers by script and remembers what it was sent. Where the script ends it accepts everything.
 *
 * <p>Thread-safe; serves as the transport of all delivery loops of a test. Records of a test end in a line break.
 */
final class ScriptedTransport implements Transport, Delivery.TransportFactory {

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Step otherwise = answer(200);

    /** What happens to one request. */
    interface Step {
        Answer to(Sent request) throws IOException, InterruptedException;
    }

    /** A request, decompressed. */
    record Sent(String batchId, String authorization, Codec codec, String body) {

        static Sent of(Payload payload, String authorization) {
            return new Sent(payload.batchId(), authorization, payload.codec(), decompress(payload));
        }

        List<String> records() {
            return body.lines().toList();
        }
    }

    static Step answer(int status) {
        return answer(status, null, "");
    }

    static Step answer(int status, String retryAfter, String body) {
        return request -> new Answer(status, retryAfter, body.getBytes(StandardCharsets.UTF_8));
    }

    static Step badEvent(int number) {
        return answer(
                400, null, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":" + number + "}");
    }

    static Step fails(IOException failure) {
        return request -> {
            throw failure;
        };
    }

    /** Never answers; ends with the interrupt of closing. */
    static Step hangs() {
        return request -> {
            new CountDownLatch(1).await();
            throw new AssertionError("a latch that nobody knows was opened");
        };
    }

    ScriptedTransport then(Step... steps) {
        script.addAll(List.of(steps));
        return this;
    }

    /** What to do where the script has ended. */
    ScriptedTransport otherwise(Step step) {
        otherwise = step;
        return this;
    }

    /** The next request that was sent, as soon as there is one. */
    Sent next() {
        return find().orElseThrow(() -> new AssertionError("no request came"));
    }

    private Optional<Sent> find() {
        try {
            return Optional.ofNullable(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Requests that no test has looked at yet. */
    List<Sent> unseen() {
        return List.copyOf(sent);
    }

    int created() {
        return created.get();
    }

    int closed() {
        return closed.get();
    }

    @Override
    public Transport create(DeliveryThreads threads) {
        created.incrementAndGet();
        return this;
    }

    @Override
    public Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException {
        Sent request = Sent.of(payload, authorization);
        sent.add(request);
        Step step = script.poll();
        return (step == null ? otherwise : step).to(request);
    }

    private static String decompress(Payload payload) {
        byte[] compressed = new byte[payload.bytes().remaining()];
        payload.bytes().duplicate().get(compressed);
        try (InputStream raw = payload.codec().decompress(new ByteArrayInputStream(compressed))) {
            byte[] bytes = raw.readAllBytes();
            if (bytes.length != payload.rawBytes()) {
                throw new AssertionError(bytes.length + " bytes, announced were " + payload.rawBytes());
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
