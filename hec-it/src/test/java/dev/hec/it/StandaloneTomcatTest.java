package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.SearchClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneTomcatTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"10.1", "11.0"})
    void war_inStandaloneTomcat_storesFindsAndStops(String line) throws Exception {
        Path dataDir = directory.resolve("data");
        try (StandaloneTomcat tomcat = StandaloneTomcat.start(line, directory.resolve("base"), dataDir)) {
            String base = tomcat.receiver().toString();
            String token = Files.readString(dataDir.resolve("token")).strip();

            assertThat(HttpCall.get(base + "/services/collector/health").statusCode())
                    .isEqualTo(200);
            assertThat(HttpCall.get(base + "/api/events").statusCode())
                    .as("nobody knows where a container listens, so reading needs a token")
                    .isEqualTo(401);
            var reply = HttpCall.post(
                    base + "/services/collector/event",
                    "{\"event\":\"first\"}{\"event\":{\"message\":\"second\",\"host\":{\"ip\":\"127.0.0.1\"}}}",
                    "Authorization",
                    "Splunk " + token,
                    // curl's default type: a container that parses it as a form swallows the body
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);

            List<JsonNode> found = new SearchClient(tomcat.receiver(), token).all("");
            assertThat(found).extracting(event -> event.get("message").asText()).containsExactly("first", "second");
            assertThat(found.get(1).get("host.ip").asText()).isEqualTo("127.0.0.1");

            assertThat(tomcat.stop()).isIn(0, 143);
            assertThat(tomcat.log()).doesNotContain("SEVERE", "memory leak");
        }
    }
}
