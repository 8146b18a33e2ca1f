package dev.hec.transport;

import dev.hec.transport.tls.Tls;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends by {@code java.net.http} on threads of its own.
 *
 * <p>Used by one delivery thread; {@link #close} may come from another one. The client is built on first use, on that
 * delivery thread, so that the client's selector thread lands in the thread group of that thread. It is built anew when the
 * files of its TLS have changed, so the next request already goes by the new ones; and after a request without an answer or
 * with a failure that is no I/O, since its selector thread may have died, of want of memory for one, and on JDK 17 every later
 * request would then wait in vain.
 *
 * <p>HTTP/1.1 unless asked otherwise, because a GOAWAY of HTTP/2 shows as a plain failure that cannot be told from a lost
 * request. Redirects are not followed: the token is for the configured address only.
 *
 * <p>The password for a proxy goes out with the first request, as a header that the JDK sends to proxies only. The JDK's
 * {@code Authenticator} is not used: on JDK 17 a client that has one leaves out our own
 * {@code Authorization}, and it would ask it on behalf of collectors too.
 */
public final class JdkTransport implements Transport {

    private static final int MAX_REPLY_BYTES = 64 * 1024;
    private static final int IDLE_THREAD_SECONDS = 10;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final TransportSettings settings;
    private final Tls tls;
    private final ExecutorService executor;
    private volatile @Nullable HttpClient client;

    /**
     * A transport without a connection yet.
     *
     * @param threads makes the threads of the HTTP client
     * @param tls made from {@code settings.tls()}; shared by the transports of a client
     */
    public JdkTransport(TransportSettings settings, ThreadFactory threads, Tls tls) {
        this.settings = settings;
        this.tls = tls;
        executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> withoutApplication(threads.newThread(task)));
    }

    /** The threads of the HTTP client end a moment after it was closed; see {@link #build}. */
    private static Thread withoutApplication(Thread thread) {
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }

    private HttpClient client() throws IOException {
        SSLContext context = tls.context();
        HttpClient current = client;
        if (current != null && current.sslContext() != context) {
            shutdownNow(current);
            current = null;
        }
        if (current == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(settings.httpVersion())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.connectTimeout())
                    .sslContext(context)
                    .executor(executor);
            InetSocketAddress proxy = settings.proxy().address();
            if (proxy != null) {
                builder.proxy(ProxySelector.of(proxy));
            }
            current = build(builder);
            client = current;
        }
        return current;
    }

    /**
     * Builds a client whose selector thread does not have the class loader of this library: on JDK 17 that thread goes on
     * for seconds after the client was closed, and a servlet container reports it as left behind by the application.
     */
    private static HttpClient build(HttpClient.Builder builder) {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return builder.build();
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    @Override
    public Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        settings.headers().forEach(request::setHeader);
        // After those of the settings, which must not replace them.
        request.setHeader("Authorization", authorization)
                .setHeader("Content-Type", payload.contentType())
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
        return exchange(url, request);
    }

    /**
     * Asks for something that needs no token, by the way that {@link #post} goes.
     *
     * @throws IOException if no complete answer came
     * @throws InterruptedException if interrupted; the exchange is abandoned
     */
    public Answer get(URI url) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        settings.headers().forEach(request::setHeader);
        return exchange(url, request);
    }

    private Answer exchange(URI url, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpClient connected = client();
        Route route = Route.to(url, settings.proxy());
        String proxyAuthorization = settings.proxy().authorization();
        if (proxyAuthorization != null && !route.isDirect()) {
            request.header("Proxy-Authorization", proxyAuthorization);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange = send(connected, request.build());
        try {
            // Bounds the whole exchange; the request's own timeout would end with the response's headers.
            HttpResponse<byte[]> response =
                    exchange.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            Answer answer = Answer.of(response.statusCode(), response.headers(), response.body());
            return answer.status() == PROXY_AUTHENTICATION_REQUIRED && !route.isDirect()
                    ? answer.explained(route.refusal(url, settings.proxy()))
                    : answer;
        } catch (TimeoutException e) {
            forget(connected);
            throw new HttpTimeoutException("no complete answer within " + settings.requestTimeout());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                forget(connected);
            }
            throw route.failure(asIOException(e), url);
        } finally {
            exchange.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpClient connected, HttpRequest request) {
        try {
            return connected.sendAsync(request, info -> new BoundedBody(MAX_REPLY_BYTES));
        } catch (RuntimeException | Error e) {
            forget(connected);
            throw e;
        }
    }

    /** The next request gets another client. */
    private void forget(HttpClient doubtful) {
        client = null;
        shutdownNow(doubtful);
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
