package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.Storage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.server.RawHttp.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions that only bytes on a connection can prove, each by its number. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsOverHttpTest {

    private static final String SUCCESS = "{\"text\":\"Success\",\"code\":0}";
    private static final String EVENT = "POST /services/collector/event";

    @TempDir
    private static Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private ReceiverServer server;

    /** One for all tests: none of them leaves anything behind but events. */
    @BeforeAll
    void start() throws Exception {
        server = open("shared", settings -> storage);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private static ReceiverServer open(String name, Storage.Opener opener) throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve(name))
                .with(Setting.TOKENS, tokens())
                .with(Setting.PORT, 0)
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(30));
        return ReceiverServer.open(settings, opener, directory.resolve(name + "-tomcat"));
    }

    private static Path tokens() throws Exception {
        return Files.writeString(directory.resolve("tokens.yaml"), """
                tokens:
                  - {name: plain, token: t, rights: both}
                  - {name: acknowledged, token: a, ack: true}
                """);
    }

    private RawHttp connect() throws Exception {
        return new RawHttp(server.port());
    }

    private static String head(String request, String... headers) {
        return request + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
    }

    private static String posted(String path, String body) {
        return head("POST " + path, "Content-Length: " + body.getBytes(UTF_8).length) + body;
    }

    private List<Object> messages() {
        return storage.events().stream()
                .map(event -> event.fields().get("message"))
                .toList();
    }

    @Test
    void decision2_optionsAndHead_areAnsweredWithoutABodyOnALivingConnection() throws Exception {
        try (RawHttp http = connect()) {
            Response options = http.send("OPTIONS /services/collector/raw HTTP/1.1\r\nHost: x\r\n\r\n")
                    .read();
            Response head = http.send("HEAD /services/collector/health HTTP/1.1\r\nHost: x\r\n\r\n")
                    .read("HEAD");
            Response next =
                    http.send(posted("/services/collector", "{\"event\":1}")).read();

            assertThat(options.status()).isEqualTo(200);
            assertThat(options.hasHeader("Allow: POST,OPTIONS")).isTrue();
            assertThat(options.body()).isEmpty();
            assertThat(head.status()).isEqualTo(200);
            assertThat(next.body()).isEqualTo(SUCCESS);
        }
    }

    @Test
    void decision6_bodyOfAStranger_isNotAskedFor() throws Exception {
        try (RawHttp http = connect()) {
            http.send(
                    "POST /services/collector HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");

            assertThat(http.read().status()).as("no 100 before it").isEqualTo(401);
        }
    }

    @Test
    void decision36_originWithoutASetting_getsNoPermission() throws Exception {
        try (RawHttp http = connect()) {
            Response preflight = http.send(
                            "OPTIONS /services/collector HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n\r\n")
                    .read();
            Response event = http.send(head(EVENT, "Origin: https://a.example", "Content-Length: 11") + "{\"event\":1}")
                    .read();

            assertThat(event.body()).isEqualTo(SUCCESS);
            assertThat(List.of(preflight, event))
                    .allSatisfy(response -> assertThat(response.head()).doesNotContainIgnoringCase("Access-Control-"));
        }
    }

    /** With the storage of the product: what has one time comes in the order of its requests, and in each in that of its body. */
    @Test
    void decision37_eventsOfOneTime_keepTheOrderTheyCameIn() throws Exception {
        List<String> expected = new ArrayList<>();
        try (ReceiverServer real = open("real", DefaultStorage.OPENER);
                RawHttp http = new RawHttp(real.port())) {
            for (int request = 0; request < 5; request++) {
                StringBuilder body = new StringBuilder();
                for (int i = 9; i >= 0; i--) {
                    String message = request + "-" + i;
                    expected.add(message);
                    body.append(message).append('\n');
                }
                assertThat(http.send(posted("/services/collector/raw?time=1537538443", body.toString()))
                                .read()
                                .body())
                        .isEqualTo(SUCCESS);
            }
            await().untilAsserted(() -> {
                Response found =
                        http.send(head("GET /api/events?order=asc&limit=100")).read();
                JsonNode events = new ObjectMapper().readTree(found.body()).path("events");
                List<String> messages = new ArrayList<>();
                events.forEach(event -> messages.add(event.path("message").asText()));
                assertThat(messages).isEqualTo(expected);
            });
        }
    }

    @Test
    void decision39_chunksContinueAndKeepAlive_areHttp() throws Exception {
        try (RawHttp http = connect()) {
            Response chunked = http.send(head(EVENT, "Transfer-Encoding: chunked")
                            + "5\r\n{\"eve\r\nc\r\nnt\":\"chunk\"}\r\n0\r\n\r\n")
                    .read();
            Response asked = http.send(head(EVENT, "Expect: 100-continue", "Content-Length: 11"))
                    .read();
            Response continued = http.send("{\"event\":2}").read();
            Response declared =
                    http.send(posted("/services/collector", "{\"event\":3}")).read();
            Response pipelined = http.send(posted("/services/collector", "{\"event\":4}")
                            + posted("/services/collector", "{\"event\":5}"))
                    .read();

            assertThat(asked.status()).isEqualTo(100);
            assertThat(List.of(chunked, continued, declared, pipelined, http.read()))
                    .allSatisfy(response -> assertThat(response.body()).isEqualTo(SUCCESS));
            assertThat(messages()).endsWith("chunk", "2", "3", "4", "5");
        }
    }

    @Test
    void decision30_acknowledgements_goByTheTokenOfTheFile() throws Exception {
        String channel = "?channel=fe0ecfad-13d5-401b-847d-77833bd77131";
        try (RawHttp http = connect()) {
            Response stored = http.send(acknowledged("/services/collector" + channel, "{\"event\":1}"))
                    .read();
            Response asked = http.send(acknowledged("/services/collector/ack" + channel, "{\"acks\":[0,1]}"))
                    .read();
            Response off = http.send(posted("/services/collector/ack" + channel, "{\"acks\":[0,1]}"))
                    .read();

            assertThat(stored.body()).isEqualTo("{\"text\":\"Success\",\"code\":0,\"ackId\":0}");
            assertThat(asked.body()).isEqualTo("{\"acks\":{\"0\":true,\"1\":false}}");
            assertThat(off.body()).isEqualTo("{\"text\":\"ACK is disabled\",\"code\":14}");
        }
    }

    private static String acknowledged(String path, String body) {
        return posted(path, body).replace("Bearer t", "Splunk a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 0", "Transfer-Encoding: chunked", "X-Nothing: declared"})
    void decision39_emptyBody_isNoData(String header) throws Exception {
        for (String path : List.of("/services/collector/event", "/services/collector/raw")) {
            try (RawHttp http = connect()) {
                Response response = http.send(
                                head("POST " + path, header) + (header.endsWith("chunked") ? "0\r\n\r\n" : ""))
                        .read();

                assertThat(response.status()).isEqualTo(400);
                assertThat(response.body()).isEqualTo("{\"text\":\"No data\",\"code\":5}");
            }
        }
    }
}
