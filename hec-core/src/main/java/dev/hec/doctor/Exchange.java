package dev.hec.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request and its complete answer, within a time. Used by one thread. */
final class Exchange {

    private static final int MAX_REPLY_BYTES = 64 * 1024;

    private final HttpClient client;
    private final Duration timeout;

    Exchange(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * An answer. Immutable.
     *
     * @param date value of the {@code Date} header, or null
     * @param location value of the {@code Location} header, or null
     * @param body its first 64 KiB, read as UTF-8
     * @param millis how long it took
     */
    record Answer(
            int status, @Nullable String date, @Nullable String location, String body, long millis) {}

    /**
     * Sends a request.
     *
     * @throws IOException if no complete answer came
     */
    Answer send(HttpRequest request) throws IOException {
        long start = System.nanoTime();
        CompletableFuture<Answer> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(response -> new Answer(
                        response.statusCode(),
                        response.headers().firstValue("Date").orElse(null),
                        response.headers().firstValue("Location").orElse(null),
                        start(response.body()),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof UncheckedIOException body ? body.getCause() : e.getCause();
            throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String start(InputStream body) {
        try (body) {
            return new String(body.readNBytes(MAX_REPLY_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
