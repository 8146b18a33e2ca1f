package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The curl examples of the vendor's article, in the order of the article, each found by search as the article says. curl's
 * {@code -d @file} strips line breaks, {@code --data-binary} keeps them.
 */
class VendorExamplesTest {

    @TempDir
    static Path directory;

    private static ReceiverProcess receiver;
    private static String token;
    private static SearchClient search;

    @BeforeAll
    static void startReceiver() throws IOException {
        receiver = ReceiverProcess.start(TestFiles.receiverWar(), directory);
        token = Files.readString(directory.resolve("token")).strip();
        search = new SearchClient(receiver.url(), token);
    }

    @AfterAll
    static void stopReceiver() {
        receiver.close();
    }

    @Test
    void eventExample_string_isFoundAsMessage() throws Exception {
        post("/event", "text/plain", """
                {
                  "time" : 1537538443.0,
                  "event" : "Something happened",
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "env" : "prod" }
                }""");

        JsonNode event = only("env=prod");
        assertThat(event.get("message").asText()).isEqualTo("Something happened");
        assertThat(event.get("timestamp").asText()).startsWith("2018-09-21T14:00:43");
        assertThat(event.get("source").asText()).isEqualTo("/var/log/app.log");
        assertThat(event.get("parser").asText()).isEqualTo("app");
    }

    @Test
    void eventExample_structured_isFlattened() throws Exception {
        post("/event", "text/plain", """
                {
                  "time" : 1537538443.0,
                  "event" : {
                    "message" : "Shutdown",
                    "host" : { "ip" : "127.0.0.1", "port" : 8005 }
                  },
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "#env" : "prod" }
                }""");

        JsonNode event = only("message=Shutdown");
        assertThat(event.get("host.ip").asText()).isEqualTo("127.0.0.1");
        assertThat(event.get("host.port").asInt()).isEqualTo(8005);
        assertThat(event.get("#env").asText()).isEqualTo("prod");
    }

    @Test
    void eventExample_jsonFile_isFound() throws Exception {
        post("/event", "application/json", "{\"event\": {\"message\": \"from a file\", \"severity\": \"INFO\"}}");

        assertThat(only("message=\"from a file\"").get("severity").asText()).isEqualTo("INFO");
    }

    @Test
    void rawExample_lines_areEventsInOrder() throws Exception {
        post("/raw", "text/plain", "Log 1: Hello, World!\nLog 2: Hello Again");

        assertThat(messages("hello NOT dataSource.name=* NOT parser=*"))
                .containsExactly("Log 1: Hello, World!", "Log 2: Hello Again");
    }

    @Test
    void rawExample_file_eachLineIsAnEvent() throws Exception {
        post("/raw", "text/plain", "file line one\nfile line two\r\nfile line three\n");

        assertThat(messages("\"file line\"")).containsExactly("file line one", "file line two", "file line three");
    }

    @Test
    void rawExample_queryParameters_becomeFields() throws Exception {
        post(
                "/raw?dataSource.name=myName&dataSource.vendor=myVendor",
                "text/plain",
                "Log 1: Hello, World!\nLog 2: Hello Again");

        assertThat(messages("dataSource.name=myName AND dataSource.vendor=myVendor"))
                .containsExactly("Log 1: Hello, World!", "Log 2: Hello Again");
    }

    @Test
    void rawExample_sourcetype_setsTheParser() throws Exception {
        post("/raw?sourcetype=parserName", "text/plain", "Log 1: Hello, World!\nLog 2: Hello Again");

        assertThat(messages("parser=parserName")).containsExactly("Log 1: Hello, World!", "Log 2: Hello Again");
    }

    @Test
    void eventFormat_batchOfTheArticle_fourEventsWithTheirOwnMetadata() throws Exception {
        post("/event?index=batch", "text/plain", """
                {
                  "event": "Something happened",
                  "time": 1447828325
                }

                {
                  "event": "Something else happened",
                  "time": 1447828326
                }

                {
                  "time" : 1537538443.0,
                  "event" : "Fri Sep 21 2018 14:00:43 GMT - the app did this",
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "#env" : "prod" }
                }

                {
                  "time" : 1537538927.0,
                  "event" : {
                    "message": "This happened",
                    "severity": "INFO"
                  },
                  "fields" : { "#datacenter" : "amazon-east1" }
                }
                """);

        List<JsonNode> events = search.all("index=batch");
        assertThat(events)
                .extracting(event -> event.get("message").asText())
                .containsExactly(
                        "Something happened",
                        "Something else happened",
                        "Fri Sep 21 2018 14:00:43 GMT - the app did this",
                        "This happened");
        assertThat(events.get(3).has("source")).isFalse();
        assertThat(events.get(3).get("#datacenter").asText()).isEqualTo("amazon-east1");
    }

    private static void post(String path, String contentType, String body) throws Exception {
        HttpResponse<String> reply = HttpCall.post(
                receiver.url() + "/services/collector" + path,
                body,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                contentType);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
    }

    private static JsonNode only(String query) throws Exception {
        List<JsonNode> events = search.all(query);
        assertThat(events).as(query).hasSize(1);
        return events.get(0);
    }

    private static List<String> messages(String query) throws Exception {
        return search.all(query).stream()
                .map(event -> event.get("message").asText())
                .toList();
    }
}
