package dev.hec.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/search.md answer what stands below them. */
class SearchDocumentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SENT =
            Pattern.compile("about these two events:\\s+```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("```\\nGET ([^?\\s]+)\\?(\\S+)\\n```\\s+```json\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void examples_areTrue() throws Exception {
        String document = Files.readString(Path.of("../docs/search.md"));
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t");
        try (Receiver receiver = Receiver.open(settings, DefaultStorage.OPENER)) {
            Matcher sent = SENT.matcher(document);
            assertThat(sent.find()).isTrue();
            assertThat(send(receiver, "POST", "/services/collector", null, sent.group(1)))
                    .contains("Success");

            int examples = 0;
            for (Matcher example = EXAMPLE.matcher(document); example.find(); examples++) {
                String reply = send(receiver, "GET", example.group(1), example.group(2), "");
                if (example.group(1).endsWith("/export")) {
                    assertThat(reply).isEqualTo(example.group(3));
                } else {
                    assertThat(JSON.readTree(reply)).as(example.group()).isEqualTo(JSON.readTree(example.group(3)));
                }
            }
            assertThat(examples).isEqualTo(5);
        }
    }

    private static String send(Receiver receiver, String method, String path, String query, String body)
            throws Exception {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        HttpRequest request = new HttpRequest(
                method,
                path,
                query,
                name -> name.equalsIgnoreCase("Authorization") ? List.of("Bearer t") : List.of(),
                -1,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        receiver.application().<IOException>handle(request, sent -> {
            reply.set(sent);
            if (sent.stream() != null) {
                sent.stream().writeTo(out);
            }
        });
        assertThat(reply.get().status()).as(reply.get().body()).isEqualTo(200);
        return reply.get().stream() == null ? reply.get().body() : out.toString(StandardCharsets.UTF_8);
    }
}
