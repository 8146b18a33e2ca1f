package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients without a token that do not do what clients do: no thread may wait for them. */
@Timeout(60)
class StrangersTest {

    @TempDir
    private Path directory;

    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        server = ReceiverServer.open(settings(), dataDir -> new MemoryStorage(), directory.resolve("tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Settings settings() {
        return Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /services/collector/health", "OPTIONS /services/collector/event", "GET /", "GET /metrics"})
    void bodyThatWasNeverAskedFor_isNotWaitedFor(String request) throws Exception {
        try (RawHttp http = new RawHttp(server.port())) {
            http.send(request + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");

            RawHttp.Response response = http.read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.hasHeader("Connection: close")).isTrue();
            assertThat(http.rest()).isEmpty();
        }
    }

    /** Their replies are all handed to the kernel, although nobody reads them; then the connection ends. */
    @ParameterizedTest
    @CsvSource({"/api/openapi.json, 20, 200, 1", "/services/collector/health, 3, 2000, 250"})
    void clientsThatReadNothing_holdNoThread(String path, int clients, int requests, int answers) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                sockets.add(askAndReadNothing(path, requests));
            }

            await().atMost(Duration.ofSeconds(15)).until(() -> answered() >= clients * answers && running() == 0);
            assertThat(answered()).as("so many as fit").isEqualTo(clients * answers);

            try (RawHttp http = new RawHttp(server.port())) {
                http.send("GET /services/collector/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                assertThat(http.read().status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket askAndReadNothing(String path, int times) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        String requests = ("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").repeat(times);
        try {
            socket.getOutputStream().write(requests.getBytes(US_ASCII));
        } catch (IOException e) {
            // The other side has had enough of it, which is what is wanted.
        }
        return socket;
    }

    private double answered() {
        return sum("hec_receiver_http_requests_total");
    }

    private double running() {
        return sum("hec_receiver_http_running");
    }

    private double sum(String name) {
        return server.receiver().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .flatMap(metric -> metric.read().stream())
                .mapToDouble(sample -> sample.value())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bind_thatIsNoAddress_opensNothing(boolean faults) {
        Settings wrong = settings().with(Setting.BIND, "no-such-host.invalid").with(Setting.FAULTS, faults);

        assertThatThrownBy(() -> ReceiverServer.open(
                                wrong,
                                dataDir -> {
                                    throw new AssertionError("the storage was opened");
                                },
                                directory.resolve("wrong"))
                        .close())
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("bind: no address is known for no-such-host.invalid; write an address");
    }
}
