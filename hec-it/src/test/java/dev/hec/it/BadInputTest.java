package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender can do wrong, against the packaged receiver: a clear reply, exact storage, and an unharmed receiver. */
class BadInputTest {

    @TempDir
    Path directory;

    private ReceiverProcess receiver;
    private String token;
    private SearchClient search;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = ReceiverProcess.start(TestFiles.receiverWar(), directory);
        token = Files.readString(directory.resolve("token")).strip();
        search = new SearchClient(receiver.url(), token);
    }

    @AfterEach
    void receiver_afterBadInput_isHealthyAndStops() throws Exception {
        assertThat(HttpCall.get(receiver.url() + "/services/collector/health").statusCode())
                .isEqualTo(200);
        assertThat(receiver.stop()).isZero();
    }

    @Test
    void body_malformedJson_prefixIsStoredAndTheFaultNumbered() throws Exception {
        var reply = post("{\"event\":\"good\"}{\"event\":\"bad\"".getBytes(StandardCharsets.UTF_8));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":1}");
        assertThat(search.count("")).isEqualTo(1);
        assertThat(search.count("good")).isEqualTo(1);
    }

    @Test
    void body_truncatedGzip_nothingIsStored() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
            gzip.write("{\"event\":\"zipped\"}".repeat(100).getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() - 9);

        var reply = post(cut, "Content-Encoding", "gzip");

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Invalid data format\",\"code\":6}");
        assertThat(search.count("")).isZero();
    }

    @Test
    void body_elevenMegabytes_isRefusedAndTheReplyReadable() throws Exception {
        byte[] body = ("{\"event\":\"" + "x".repeat(11_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        var reply = post(body);

        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(HttpCall.json(reply).get("code").asInt()).isEqualTo(413);
        assertThat(search.count("")).isZero();
    }

    @Test
    void body_smallButInflatingPastTheLimit_isRefused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(("{\"event\":\"" + "x".repeat(50_000_000) + "\"}").getBytes(StandardCharsets.UTF_8));
        }

        var reply = post(bomb.toByteArray(), "Content-Encoding", "gzip");

        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(search.count("")).isZero();
    }

    @Test
    void token_missingOrWrong_isToldApart() throws Exception {
        String url = receiver.url() + "/services/collector/event";

        assertThat(HttpCall.post(url, "{\"event\":1}", "Content-Type", "text/plain")
                        .body())
                .isEqualTo("{\"text\":\"Token is required\",\"code\":2}");
        assertThat(HttpCall.post(url, "{\"event\":1}", "Authorization", "Bearer wrong")
                        .body())
                .isEqualTo("{\"text\":\"Invalid token\",\"code\":4}");
        assertThat(search.count("")).isZero();
    }

    @Test
    void path_unknown_isNamedInJson() throws Exception {
        var reply = HttpCall.get(receiver.url() + "/services/elsewhere");

        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(HttpCall.json(reply).get("code").asInt()).isEqualTo(404);
    }

    private HttpResponse<String> post(byte[] body, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return HttpCall.post(receiver.url() + "/services/collector/event", body, all);
    }
}
