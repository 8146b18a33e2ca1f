package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.ack.AckLimits;
import dev.hec.receiver.archive.Tar;
import dev.hec.receiver.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sends what {@code docs/protocol.md} sends, and gets the replies that it shows. */
class ProtocolDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```\n\n```json\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final Collector plain = new Collector();
    private final Collector acknowledging = Collector.acknowledging(() -> Collector.NOW, AckLimits.DEFAULT);

    @Test
    void examples_areAnsweredAsShown() throws Exception {
        String text = Files.readString(DOCUMENT);
        Matcher example = EXAMPLE.matcher(text);
        int examples = 0;
        while (example.find()) {
            assertThat(run(example.group(1)).body()).as(example.group(1)).isEqualTo(example.group(2));
            examples++;
        }

        assertThat(examples).isEqualTo(text.split("curl .*", -1).length - 1).isGreaterThan(7);
        assertThat(plain.events().stream().map(event -> event.fields().get("file")))
                .contains("logs/app.log", "logs/old.log.gz");
        assertThat(plain.messages()).contains("first", "of an old file").doesNotContain("third");
    }

    private HttpReply run(String command) throws IOException {
        String curl = command.substring(command.indexOf("curl "));
        TestRequest request = null;
        List<String[]> headers = new ArrayList<>();
        byte[] body = {};
        Iterator<String> words = words(curl).iterator();
        words.next();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-H" -> headers.add(words.next().split(": ", 2));
                case "-d" -> body = Collector.utf8(words.next());
                case "--data-binary" -> body = file(words.next(), command);
                default -> {
                    URI url = URI.create(word);
                    request = TestRequest.post(url.getRawPath()).query(url.getRawQuery());
                }
            }
        }
        assertThat(request).as(command).isNotNull();
        request.anonymous().body(body);
        for (String[] header : headers) {
            request.header(header[0], header[1]);
        }
        Collector collector = command.contains("hannel") ? acknowledging : plain;
        return collector.send(request);
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.replace("\\\n", " "));
        while (word.find()) {
            String text = IntStream.rangeClosed(1, 3)
                    .mapToObj(word::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow();
            words.add(text.replace("$TOKEN", Collector.TOKEN));
        }
        return words;
    }

    /** What the commands before curl would write, or the file that it reads. */
    private static byte[] file(String name, String command) throws IOException {
        if (name.equals("@access.log")) {
            return Collector.utf8("127.0.0.1 - - [10/Oct/2026:13:55:36 +0000] \"GET / HTTP/1.1\" 200 2326\n");
        }
        assertThat(name).isEqualTo("@-");
        assertThat(command).startsWith("tar cz logs | ");
        byte[] old = Compressed.with(Codec.GZIP, Collector.utf8("of an old file\n"));
        byte[] logs = Compressed.with(
                Codec.GZIP,
                Tar.gnu()
                        .file("logs/app.log", "one\ntwo\n")
                        .file("logs/old.log.gz", old)
                        .bytes());
        return command.contains("head -c 100") ? Arrays.copyOf(logs, 100) : logs;
    }

    @Test
    void table_hasEveryDecision() throws Exception {
        Matcher row = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| .+ \\|$").matcher(Files.readString(DOCUMENT));
        List<Integer> numbers = new ArrayList<>();
        while (row.find()) {
            numbers.add(Integer.valueOf(row.group(1)));
        }

        assertThat(numbers)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
    }
}
