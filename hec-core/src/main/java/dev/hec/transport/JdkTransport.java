package dev.hec.transport;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends by {@code java.net.http}, HTTP/1.1, on threads of its own.
 *
 * <p>Used by one delivery thread; {@link #close} may come from another one. The client is built on first use, on that
 * delivery thread, so that the client's selector thread lands in the thread group of that thread.
 *
 * <p>HTTP/1.1, because a GOAWAY of HTTP/2 shows as a plain failure that cannot be told from a lost request. Redirects are
 * not followed: the token is for the configured address only.
 */
public final class JdkTransport implements Transport {

    private static final int MAX_REPLY_BYTES = 64 * 1024;
    private static final int IDLE_THREAD_SECONDS = 10;

    private final TransportSettings settings;
    private final ExecutorService executor;
    private @Nullable HttpClient client;

    /**
     * A transport without a connection yet.
     *
     * @param threads makes the threads of the HTTP client
     */
    public JdkTransport(TransportSettings settings, ThreadFactory threads) {
        this.settings = settings;
        executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    private HttpClient client() {
        HttpClient current = client;
        if (current == null) {
            current = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.connectTimeout())
                    .executor(executor)
                    .build();
            client = current;
        }
        return current;
    }

    @Override
    public Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Authorization", authorization)
                .header("Content-Type", payload.contentType())
                .POST(BodyPublishers.ofByteArray(
                        payload.bytes().array(),
                        payload.bytes().arrayOffset() + payload.bytes().position(),
                        payload.bytes().remaining()));
        String batchId = payload.batchId();
        if (batchId != null) {
            request.header("X-Hec-Batch", batchId);
        }
        String coding = payload.codec().contentEncoding();
        if (coding != null) {
            request.header("Content-Encoding", coding);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client().sendAsync(request.build(), info -> new BoundedBody(MAX_REPLY_BYTES));
        try {
            // Bounds the whole exchange; the request's own timeout would end with the response's headers.
            HttpResponse<byte[]> response =
                    exchange.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(null),
                    response.body());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + settings.requestTimeout());
        } catch (ExecutionException e) {
            throw asIOException(e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static IOException asIOException(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
    }

    @Override
    public void close() {
        HttpClient current = client;
        client = null;
        if (current != null) {
            shutdownNow(current);
        }
        executor.shutdownNow();
    }

    /** From JDK 21 on a client can be told to stop; before, its selector thread ends once the client is unreachable. */
    private static void shutdownNow(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            // JDK 17 to 20: nothing to call.
            return;
        }
    }
}
