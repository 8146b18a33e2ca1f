package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.Diagnostics;
import dev.hec.HecClient;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.settings.HecConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw lines of a client in the packaged receiver. */
class RawModeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "raw-t0ken";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "none"})
    void raw_lines_areFoundWithWhatTheSettingsAdd(String compression) throws Exception {
        try (ReceiverProcess receiver = receiver();
                HecClient client = client(receiver, compression)) {
            for (String line : List.of("first line", "grüße & <signs> 100 % = \"all\" 😀", "third")) {
                assertThat(offer(client, line)).isEqualTo(Admission.ADMITTED);
            }
            assertThat(offer(client, " ")).isEqualTo(Admission.BLANK);
            assertThat(client.flush(PATIENCE).complete()).isTrue();

            List<JsonNode> found = search(receiver).all("region=\"eu west & co\"");
            assertThat(found)
                    .extracting(event -> event.get("message").asText())
                    .containsExactly("first line", "grüße & <signs> 100 % = \"all\" 😀", "third");
            assertThat(found).allSatisfy(event -> {
                assertThat(event.get("source").asText()).isEqualTo("app/1");
                assertThat(event.get("parser").asText()).isEqualTo("plain");
                assertThat(event.get("index").asText()).isEqualTo("main");
                assertThat(event.get("serverHost").asText()).isEqualTo("web-1");
                assertThat(event.get("team").asText()).isEqualTo("zürich");
            });
            assertThat(search(receiver).count("")).isEqualTo(3);
            assertThat(client.tally())
                    .returns(3L, Tally::delivered)
                    .returns(1L, Tally::requests)
                    .returns(1L, tally -> tally.refused(Admission.BLANK));
        }
    }

    @Test
    void raw_textOfSeveralLines_isSeveralEventsAndCountsAsOne() throws Exception {
        try (ReceiverProcess receiver = receiver();
                HecClient client = client(receiver, "none")) {
            offer(client, "java.lang.IllegalStateException: x\n\tat L.main(L.java:1)");
            assertThat(client.flush(PATIENCE).complete()).isTrue();

            assertThat(search(receiver).all(""))
                    .extracting(event -> event.get("message").asText())
                    .containsExactly("java.lang.IllegalStateException: x", "\tat L.main(L.java:1)");
            assertThat(client.tally().delivered()).isEqualTo(1);
        }
    }

    private ReceiverProcess receiver() throws Exception {
        return ReceiverProcess.start(TestFiles.receiverWar(), directory, "--token", TOKEN);
    }

    private static SearchClient search(ReceiverProcess receiver) {
        return new SearchClient(receiver.url(), TOKEN);
    }

    private static HecClient client(ReceiverProcess receiver, String compression) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", receiver.url().toString());
        config.set("token", TOKEN);
        config.set("mode", "raw");
        config.set("host", "web-1");
        config.set("source", "app/1");
        config.set("sourcetype", "plain");
        config.set("index", "main");
        config.set("linger", "10min");
        config.set("compression", compression);
        config.addField("region", "eu west & co");
        config.addField("team", "zürich");
        return HecClient.open("raw", config.parse(), Diagnostics.SILENT);
    }

    private static Admission offer(HecClient client, String line) {
        return client.offer(line, (event, out) -> out.string(event), System.currentTimeMillis(), Severity.INFO);
    }
}
