package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.server.RawHttp.Response;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decision 35 over HTTP: whatever is wrong with a request, the answer is a JSON object. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsOfErrorsTest {

    private static final String EVENT = "POST /services/collector/event";

    @TempDir
    private static Path directory;

    private ReceiverServer server;

    @BeforeAll
    void start() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0);
        server = ReceiverServer.open(settings, opened -> new MemoryStorage(), directory.resolve("tomcat"));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private RawHttp connect() throws Exception {
        return new RawHttp(server.port());
    }

    private static String head(String request, String header) {
        return request + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n" + header + "\r\n\r\n";
    }

    private static final int HEADER_BYTES = 32 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|400",
                "GET /services/collector HTTP/9.9|400,505",
                "GET /services/collector HTTP/2.0|400,505",
                "POST /services/coll\tector HTTP/1.1|400",
                "GET /services%2Fcollector HTTP/1.1|400",
                "GET /services/%zz HTTP/1.1|400",
                "GET /../../etc/passwd HTTP/1.1|400",
                "GET /nowhere HTTP/1.1|404",
                "GET /services/collector/event HTTP/1.1|405",
                "TRACE /services/collector/event HTTP/1.1|405",
                "BREW /services/collector/event HTTP/1.1|405",
                "POST /services/collector/event HTTP/1.1|401"
            })
    void decision35_errorOfARequestLine_isAJsonObject(String line, String statuses) throws Exception {
        try (RawHttp http = connect()) {
            Response response = http.send(line + "\r\nHost: x\r\n\r\n").read();

            assertThat(List.of(statuses.split(","))).contains(Integer.toString(response.status()));
            assertIsError(response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: x",
                "Content-Length: -1",
                "Content-Length: 1\r\nContent-Length: 2",
                "Transfer-Encoding: rot13",
                "Host: y",
                "Content-Encoding: br",
                "Content-Length: 99999999999"
            })
    void decision35_errorOfHeaders_isAJsonObject(String header) throws Exception {
        try (RawHttp http = connect()) {
            Response response = http.send(head(EVENT, header)).read();

            assertThat(response.status()).isIn(400, 413, 415, 501);
            assertIsError(response);
        }
    }

    @Test
    void decision35_requestsThatAreTooLong_areRefusedAsJsonObjects() throws Exception {
        String tooLong = "x".repeat(HEADER_BYTES);
        try (RawHttp uri = connect();
                RawHttp header = connect();
                RawHttp headers = connect()) {
            List<Response> responses = List.of(
                    uri.send(head("GET /" + tooLong, "X: y")).read(),
                    header.send(head(EVENT, "X-Long: " + tooLong)).read(),
                    headers.send(head(EVENT, "X: y\r\n".repeat(1000) + "X: y")).read());

            assertThat(responses).allSatisfy(response -> {
                assertThat(response.status()).isIn(400, 414, 431);
                assertIsError(response);
            });
        }
    }

    private static void assertIsError(Response response) throws Exception {
        assertThat(response.head().toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/json");
        JsonNode json = new ObjectMapper().readTree(response.body());
        Iterator<String> names = json.fieldNames();
        assertThat(names.next()).isEqualTo("text");
        assertThat(names.next()).isEqualTo("code");
        assertThat(json.get("code").isInt()).isTrue();
        assertThat(json.toString()).as("compact").isEqualTo(response.body());
    }
}
