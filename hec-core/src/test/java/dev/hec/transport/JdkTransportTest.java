package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hec.Background;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.delivery.Outcome;
import dev.hec.transport.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdkTransportTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String THREADS = "hec-transport-test";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private RawServer server(RawServer.Script script) throws IOException {
        return opened(new RawServer(script));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private Client transport(URI url, Duration requestTimeout) {
        return transport(url, LONG, requestTimeout);
    }

    private Client transport(URI url, Duration connectTimeout, Duration requestTimeout) {
        return opened(new Client(
                PlainTransports.of(TransportSettings.of(connectTimeout, requestTimeout), new DeliveryThreads(THREADS)),
                url));
    }

    /** A transport and where it sends to. */
    private record Client(JdkTransport transport, URI url) implements AutoCloseable {

        Answer post(Payload payload, String authorization) throws IOException, InterruptedException {
            return transport.post(url, payload, authorization);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private static Payload payload(String text) {
        return payload(text, Codec.NONE);
    }

    private static Payload payload(String text, Codec codec) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        try (Compressor compressor = codec.compressor(0)) {
            return new Payload(
                    compressor.compress(ByteBuffer.wrap(raw)), codec, raw.length, "batch-7", "application/json");
        }
    }

    private static Answer post(Client transport) throws IOException, InterruptedException {
        return transport.post(payload("{}"), "Bearer token");
    }

    private static IOException failureOf(Client transport) {
        IOException failure = catchThrowableOfType(IOException.class, () -> post(transport));
        assertThat(failure).as("an IOException").isNotNull();
        return failure;
    }

    private static boolean maybeSent(IOException failure) {
        return ((Outcome.Unreachable) Outcome.of(failure)).maybeSent();
    }

    // The request

    @ParameterizedTest
    @CsvSource({"none,", "gzip, gzip", "zstd, zstd"})
    void post_request_carriesTokenTypeCodingBatchAndBody(String name, String coding) throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        Codec codec = Codec.named(name).orElseThrow();

        transport(server.url(), LONG).post(payload("{\"event\":\"é\"}", codec), "Bearer token");

        RawServer.Request request = server.next();
        assertThat(request.line()).isEqualTo("POST /services/collector/event HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("Authorization", "Bearer token")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Hec-Batch", "batch-7")
                .containsEntry("Content-Length", String.valueOf(request.body().length));
        assertThat(request.headers().get("Content-Encoding")).isEqualTo(coding);
        try (InputStream body = codec.decompress(new ByteArrayInputStream(request.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"event\":\"é\"}");
        }
    }

    @Test
    void post_partOfAnArray_sendsThatPart() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        ByteBuffer part = ByteBuffer.wrap("..abc..".getBytes(StandardCharsets.US_ASCII), 1, 5)
                .slice()
                .position(1)
                .limit(4);

        transport(server.url(), LONG).post(new Payload(part, Codec.NONE, 3, "b", "application/json"), "Bearer token");

        assertThat(server.next().body()).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
        assertThat(part.remaining()).as("left as it was, for the retry").isEqualTo(3);
    }

    @Test
    void post_again_reusesTheConnection() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        Client transport = transport(server.url(), LONG);

        for (int i = 0; i < 5; i++) {
            assertThat(post(transport).status()).isEqualTo(200);
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void post_selectorThreadIsDead_theNextRequestButOneIsAnswered() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        Client transport = transport(server.url(), Duration.ofSeconds(2));
        Set<Thread> before = selectors();
        assertThat(post(transport).status()).isEqualTo(200);
        Set<Thread> started = selectors();
        started.removeAll(before);
        assertThat(started).hasSize(1);

        // As good as an OutOfMemoryError in it.
        for (Thread selector : started) {
            selector.interrupt();
            selector.join(10_000);
        }
        failureOf(transport);

        assertThat(post(transport).status()).isEqualTo(200);
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void post_headersOfTheSettings_areSentButDoNotReplaceOurs() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        TransportSettings settings = TransportSettings.of(LONG, LONG)
                .withHeader("X-Splunk-Request-Channel", "c")
                .withHeader("authorization", "none");

        post(opened(new Client(PlainTransports.of(settings, new DeliveryThreads(THREADS)), server.url())));

        assertThat(server.next().headers())
                .containsEntry("X-Splunk-Request-Channel", "c")
                .containsEntry("Authorization", "Bearer token");
    }

    @Test
    void post_http2OfferedToAServerThatIgnoresIt_isHttp11WithTheWholeBody() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        TransportSettings settings = new TransportSettings(
                LONG, LONG, HttpClient.Version.HTTP_2, ProxySettings.JVM, TlsSettings.JVM, Map.of());
        Client transport = opened(new Client(PlainTransports.of(settings, new DeliveryThreads(THREADS)), server.url()));
        String body = "x".repeat(200_000);

        for (int i = 0; i < 2; i++) {
            assertThat(transport.post(payload(body), "Bearer token").status()).isEqualTo(200);
            RawServer.Request request = server.next();
            assertThat(request.line()).endsWith(" HTTP/1.1");
            assertThat(request.headers()).containsEntry("Upgrade", "h2c");
            assertThat(request.body()).asString(StandardCharsets.US_ASCII).isEqualTo(body);
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    // The answer

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400, 401, 403, 404, 413, 415, 429, 500, 503})
    void post_anyStatus_isAnAnswer(int status) throws Exception {
        RawServer server = opened(RawServer.answering("HTTP/1.1 " + status + " Whatever\r\nRetry-After: 17\r\n"
                + (status == 204 ? "\r\n" : "Content-Length: 4\r\n\r\nbody")));

        Answer answer = post(transport(server.url(), LONG));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.retryAfter()).isEqualTo("17");
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo(status == 204 ? "" : "body");
    }

    @Test
    void post_redirect_isNotFollowed() throws Exception {
        RawServer elsewhere = opened(RawServer.answering(RawServer.OK));
        RawServer server = opened(RawServer.answering(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n"));

        assertThat(post(transport(server.url(), LONG)).status()).isEqualTo(307);

        assertThat(elsewhere.connections())
                .as("the token stays with the configured address")
                .isZero();
    }

    @Test
    void post_longReply_keepsItsStartAndTheConnection() throws Exception {
        int length = 1_000_000;
        RawServer server = opened(RawServer.answering(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length)));
        Client transport = transport(server.url(), LONG);

        assertThat(post(transport).body()).hasSize(64 * 1024).containsOnly('x');
        post(transport);

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void post_replyWithoutEnd_endsByRequestTimeout() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            connection.writeForEver(new byte[64 * 1024]);
        });

        IOException failure = failureOf(transport(server.url(), SHORT));

        assertThat(failure).isInstanceOf(HttpTimeoutException.class);
        assertThat(maybeSent(failure)).isTrue();
        server.awaitHangUp();
    }

    // Silence

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin"})
    void post_silence_endsByRequestTimeoutAndHangsUp(String beginning) throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write(beginning);
            connection.hang();
        });

        IOException failure = failureOf(transport(server.url(), SHORT));

        assertThat(failure).isInstanceOf(HttpTimeoutException.class).hasMessageContaining("PT0.3S");
        assertThat(maybeSent(failure)).isTrue();
        server.awaitHangUp();
    }

    @Test
    void post_serverDoesNotReadTheBody_endsByRequestTimeout() throws Exception {
        CountDownLatch testOver = new CountDownLatch(1);
        opened(testOver::countDown);
        RawServer server = server(connection -> awaitQuietly(testOver));

        IOException failure = catchThrowableOfType(
                IOException.class,
                () -> transport(server.url(), SHORT).post(payload("x".repeat(20_000_000)), "Bearer token"));

        assertThat(failure).isInstanceOf(HttpTimeoutException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void post_interruptedWhileWaiting_returnsAndHangsUp() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.hang();
        });
        Client transport = transport(server.url(), Duration.ofHours(1));
        Background<Answer> posting = Background.start(() -> post(transport));
        server.next();

        posting.thread().interrupt();

        assertThat(posting.failure()).isInstanceOf(InterruptedException.class);
        server.awaitHangUp();
    }

    @Test
    void post_afterATimeout_worksOnANewConnection() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        RawServer server = server(connection -> {
            connection.read();
            if (first.getCount() > 0) {
                first.countDown();
                connection.hang();
            } else {
                connection.write(RawServer.OK);
            }
        });
        Client transport = transport(server.url(), Duration.ofSeconds(2));
        failureOf(transport);

        assertThat(post(transport).status()).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(2);
    }

    // Failures, and what they say about the events

    @Test
    void post_connectionRefused_wasNotSent() throws Exception {
        URI url;
        try (RawServer gone = RawServer.answering("")) {
            url = gone.url();
        }

        IOException failure = failureOf(transport(url, LONG));

        assertThat(failure).isInstanceOf(ConnectException.class);
        assertThat(maybeSent(failure)).isFalse();
    }

    @Test
    void post_unknownHost_wasNotSent() {
        // No name server is asked for a label of more than 63 characters.
        URI url = URI.create("http://" + "a".repeat(64) + ".invalid/");

        IOException failure = failureOf(transport(url, LONG));

        assertThat(maybeSent(failure)).isFalse();
        assertThat(((Outcome.Unreachable) Outcome.of(failure)).why().toString()).contains("UnresolvedAddress");
    }

    @Test
    void post_connectTimeout_wasNotSent() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // A listener that accepts nobody answers no further connection once its backlog is full.
            for (int i = 0; i < 3; i++) {
                Socket waiting = opened(new Socket());
                Background<?> connecting = Background.start(() -> {
                    waiting.connect(deaf.getLocalSocketAddress());
                    return null;
                });
                opened(() -> connecting.thread().interrupt());
                if (i < 2) {
                    connecting.result();
                }
            }
            URI url = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");

            IOException failure = failureOf(transport(url, SHORT, LONG));

            assertThat(failure).isInstanceOf(HttpConnectTimeoutException.class);
            assertThat(maybeSent(failure)).isFalse();
        }
    }

    @Test
    void post_untrustedCertificate_wasNotSent(@TempDir Path directory) throws Exception {
        HttpsServer server = httpsServer(directory);
        opened(() -> server.stop(0));
        URI url = URI.create("https://localhost:" + server.getAddress().getPort() + "/");

        IOException failure = failureOf(transport(url, LONG));

        assertThat(failure).isInstanceOf(SSLHandshakeException.class);
        assertThat(maybeSent(failure)).isFalse();
    }

    private static HttpsServer httpsServer(Path directory) throws Exception {
        Path keystore = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-alias",
                        "test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keystore.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        return server;
    }

    @Test
    void post_closedWithoutAnswer_mayHaveBeenSent() throws Exception {
        RawServer server = server(RawServer.Connection::read);

        assertThat(maybeSent(failureOf(transport(server.url(), LONG)))).isTrue();
    }

    @Test
    void post_resetAfterTheRequest_mayHaveBeenSent() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.reset();
        });

        assertThat(maybeSent(failureOf(transport(server.url(), LONG)))).isTrue();
    }

    @Test
    void post_resetBeforeTheRequestWasRead_mayHaveBeenSentOnceConnected() throws Exception {
        RawServer server = server(RawServer.Connection::reset);

        IOException failure = failureOf(transport(server.url(), LONG));

        // Nothing on our side shows how much of the request was read, unless the reset came before we were connected.
        assertThat(maybeSent(failure)).as("%s", failure).isEqualTo(!(failure instanceof ConnectException));
    }

    @Test
    void post_replyCutOff_mayHaveBeenSent() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
        });

        assertThat(maybeSent(failureOf(transport(server.url(), LONG)))).isTrue();
    }

    @Test
    void post_replyThatIsNoHttp_mayHaveBeenSent() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write("220 mail.example.org ESMTP\r\n");
        });

        assertThat(maybeSent(failureOf(transport(server.url(), LONG)))).isTrue();
    }

    @Test
    void post_keptConnectionDiesUnderARequest_mayHaveBeenSentAndTheNextWorks() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write(RawServer.OK);
            connection.read();
        });
        Client transport = transport(server.url(), LONG);
        post(transport);

        IOException failure = failureOf(transport);

        assertThat(maybeSent(failure)).isTrue();
        assertThat(server.connections()).as("no silent repetition of a POST").isEqualTo(1);
        assertThat(post(transport).status()).isEqualTo(200);
    }

    @Test
    void post_idleConnectionWasClosedByTheServer_costsOneAttemptAtMost() throws Exception {
        RawServer server = server(connection -> {
            connection.read();
            connection.write(RawServer.OK);
        });
        Client transport = transport(server.url(), LONG);
        post(transport);

        Answer answer;
        try {
            answer = post(transport);
        } catch (IOException e) {
            assertThat(maybeSent(e)).isTrue();
            answer = post(transport);
        }

        assertThat(answer.status()).isEqualTo(200);
    }

    // The end

    @Test
    void close_afterUse_leavesNoThreadInTheGroup() throws Exception {
        RawServer server = opened(RawServer.answering(RawServer.OK));
        Set<Thread> before = deliveryThreads();
        Set<Thread> during = new HashSet<>();
        Thread loop = postOnceAndClose(server.url(), during);
        loop.join();
        during.removeAll(before);

        assertThat(during)
                .as("the selector counts as ours")
                .anyMatch(thread -> thread.getName().contains("SelectorManager"));
        // They outlive the client by a moment, and a servlet container would call that a leak of its application.
        assertThat(during)
                .filteredOn(thread -> thread != loop)
                .extracting(Thread::getContextClassLoader)
                .containsOnly(ClassLoader.getPlatformClassLoader());
        // Until JDK 20 a client cannot be told to stop: its selector ends once the collector of garbage has met the
        // client.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(during).noneMatch(Thread::isAlive);
        });
    }

    /** In a method of its own, so that no frame of the test keeps the transport. */
    private static Thread postOnceAndClose(URI url, Set<Thread> during) {
        DeliveryThreads threads = new DeliveryThreads(THREADS);
        Thread loop = threads.newThread(() -> {
            try (Client transport = new Client(PlainTransports.of(TransportSettings.of(LONG, LONG), threads), url)) {
                post(transport);
                during.addAll(deliveryThreads());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        loop.start();
        return loop;
    }

    private static Set<Thread> deliveryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().equals("hec delivery"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void close_withoutUse_andTwice_isHarmless() {
        Client transport = transport(URI.create("http://127.0.0.1:1/"), LONG);

        transport.close();
        transport.close();
    }
}
