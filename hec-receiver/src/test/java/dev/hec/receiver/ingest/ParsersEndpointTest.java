package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.access.EventDefaults;
import dev.hec.receiver.access.TokenDefinition;
import dev.hec.receiver.access.TokenHash;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.parse.ParserCounts;
import dev.hec.receiver.parse.Parsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events are parsed, and what that means for them. */
class ParsersEndpointTest {

    private final Collector collector = new Collector();

    @Test
    void decision18_timeOfTheLine_overridesAllOtherTimes() {
        collector.event("{\"event\":\"ts=2026-01-02T03:04:05Z a=1\",\"time\":1433188255,\"sourcetype\":\"logfmt\"}"
                + "{\"event\":\"a=1\",\"time\":1433188255,\"sourcetype\":\"logfmt\"}"
                + "{\"event\":\"a=1\",\"sourcetype\":\"logfmt\"}");
        collector.raw("sourcetype=logfmt&time=1433188255", "ts=2026-01-02T03:04:05Z a=1");

        assertThat(collector.events().stream().map(Event::timestampNanos))
                .containsExactly(
                        1_767_323_045_000_000_000L,
                        1_433_188_255_000_000_000L,
                        Collector.NOW_NANOS,
                        1_767_323_045_000_000_000L);
    }

    @Test
    void sourcetype_ofEnvelopeOrQuery_choosesTheParser() {
        collector.send(
                TestRequest.post(Collector.EVENT)
                        .query("sourcetype=logfmt")
                        .body(
                                "{\"event\":\"a=1\"}{\"event\":\"{\\\"b\\\":2}\",\"sourcetype\":\"json\"}{\"event\":\"c=3\",\"sourcetype\":\"none\"}"));

        assertThat(collector.events().get(0).fields()).containsEntry("a", "1");
        assertThat(collector.events().get(1).fields()).containsEntry("b", 2L);
        assertThat(collector.events().get(2).fields())
                .isEqualTo(Map.of("message", "c=3", "parser", "none", "serverHost", "192.0.2.7"));
    }

    @Test
    void sourcetype_ofTheToken_choosesTheParserAndGroupsLines() {
        MemoryStorage storage = new MemoryStorage();
        TokenDefinition token = TokenDefinition.named("shop", TokenHash.of(Collector.TOKEN))
                .defaults(new EventDefaults(null, null, "javaLog", null))
                .build();
        Tokens tokens = new Tokens(List.of(token), () -> Collector.NOW);

        new IngestHandler(tokens, storage, () -> Collector.NOW, 1L << 30)
                .handle(TestRequest.post(Collector.RAW)
                        .body("09:15:30.123 [main] INFO  a.B - text\n and more")
                        .build());

        assertThat(storage.events()).hasSize(1);
        assertThat(storage.events().get(0).fields())
                .containsEntry("parser", "javaLog")
                .containsEntry("message", "text\n and more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"a=1\"}", "[\"a=1\"]", "1", "true"})
    void eventThatIsNoText_parsesItself(String event) {
        collector.event("{\"sourcetype\":\"logfmt\",\"event\":" + event + "}");

        assertThat(collector.single().fields().keySet()).containsExactlyInAnyOrder("message", "parser", "serverHost");
    }

    @Test
    void lineThatDoesNotMatch_isWholeAndMarkedAndCounted() {
        Parsers parsers = Parsers.shipped();
        Collector counted = new Collector(parsers);
        counted.raw("sourcetype=logfmt&source=s", "hello\na=1");

        assertThat(counted.events().get(0).fields())
                .isEqualTo(Map.of(
                        "message",
                        "hello",
                        "parserError",
                        "logfmt: no key=value in it",
                        "parser",
                        "logfmt",
                        "source",
                        "s",
                        "serverHost",
                        "192.0.2.7"));
        assertThat(parsers.counts()).isEqualTo(Map.of("logfmt", new ParserCounts(1, 1)));
    }

    @Test
    void extractedFields_giveWayToMetadataAndAreCounted() {
        collector.raw(
                "sourcetype=logfmt&source=s&index=i&host=h&a=query",
                "source=x index=i serverHost=y parser=z timestamp=never a=line");

        assertThat(collector.single().timestampNanos()).isEqualTo(Collector.NOW_NANOS);
        assertThat(collector.single().fields())
                .containsEntry("source", "s")
                .containsEntry("event.source", "x")
                .containsEntry("index", "i")
                .doesNotContainKey("event.index")
                .containsEntry("serverHost", "h")
                .containsEntry("event.serverHost", "y")
                .containsEntry("parser", "logfmt")
                .containsEntry("event.parser", "z")
                .containsEntry("event.timestamp", "never")
                .containsEntry("a", "line")
                .containsEntry("fields.a", "query");
        assertThat(collector.handler.counts().clashes()).isEqualTo(5);
    }

    @Test
    void multiline_groupsEndAtTheirBoundsAndAtTheUpload(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("trace.yaml"), """
                format: regex
                pattern: '^(?<first>\\w+)'
                multiline: {continue: '^\\s', maxLines: 3, maxChars: 20}
                """);
        Collector grouping = new Collector(Parsers.of(directory));
        grouping.raw("sourcetype=trace", " lone\na\n b\r\n\r c\n d\n e\nf\n g\n\nh\n 12345678901234567890\n x");
        grouping.raw("sourcetype=trace", " next upload");

        assertThat(grouping.messages())
                .containsExactly(
                        " lone",
                        "a\n b\r\n\r c",
                        " d\n e",
                        "f\n g",
                        "h",
                        " 12345678901234567890",
                        " x",
                        " next upload");
    }

    @Test
    void memory_ofManyFields_isBounded() {
        Collector small = new Collector(4_000_000);
        String line = IntStream.range(0, 900).mapToObj(i -> "k" + i + "=").collect(Collectors.joining(" "));

        assertThat(small.raw("sourcetype=logfmt", line).status()).isEqualTo(200);
        assertThat(small.raw("sourcetype=logfmt", (line + "\n").repeat(100)).status())
                .isEqualTo(413);
        assertThat(small.raw("sourcetype=json", "{\"a\":[" + "1,".repeat(150_000) + "1]}")
                        .status())
                .isEqualTo(413);
        assertThat(small.raw("sourcetype=logfmt", line).status()).isEqualTo(200);
        assertThat(small.events()).hasSize(2);
    }

    /** Quadratic time would be hours for a megabyte; so the bound can be generous. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "javaLog|10:15:30.123 [|]",
                "javaLog|10:15:30.123 [|] ",
                "javaLog|10:15:30.123 [main] INFO a.B -|a=\"b\" ",
                "javaLog|10:15:30.123 [main] INFO a.B -|a=",
                "javaLog|10:15:30.123 INFO --- |[",
                "javaLog|10:15:30.123 [main] INFO a.B - x|CRa.b",
                "accessLog|h - - [|] ",
                "accessLog|h - - [x] \"|\\\"",
                "accessLog|h - | [",
                "syslog|<34>1 - - - - - |[a b=\"c\"]",
                "syslog|<34>Oct 11 22:14:15 |[",
                "syslog|<34>1 - - - - - [a b=\"|\\]",
                "logfmt|a=\"|\\\"",
                "logfmt||a=\"",
                "logfmt||="
            })
    void line_ofAMegabyte_isReadInLinearTime(String sourcetype, String beginning, String piece) throws Exception {
        String line =
                (beginning == null ? "" : beginning) + piece.replace("CR", "\r").repeat(1_000_000 / piece.length());

        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> collector.raw("sourcetype=" + sourcetype, line).status());

        assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(collector.events()).isNotEmpty();
    }

    /** Whatever comes: no shipped parser throws, and each line is in its event, or in fields that were made of it. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "logfmt", "syslog", "accessLog", "javaLog"})
    void lines_madeAtRandom_areNeverLost(String sourcetype) {
        Random random = new Random(sourcetype.hashCode());
        for (int round = 0; round < 15; round++) {
            List<String> lines =
                    IntStream.range(0, 25).mapToObj(i -> line(random)).toList();
            Parsers parsers = Parsers.shipped();
            Collector fuzzed = new Collector(parsers);
            String body = String.join("\n", lines);

            assertThat(fuzzed.raw("sourcetype=" + sourcetype, body).body())
                    .as(body)
                    .isEqualTo(Collector.SUCCESS);

            List<Event> events = fuzzed.events();
            if (!sourcetype.equals("javaLog")) {
                assertThat(events).as(body).hasSize(lines.size());
            }
            ParserCounts counts = parsers.counts().get(sourcetype);
            assertThat(counts.parsed() + counts.failed()).isEqualTo(events.size());
            String whole =
                    events.stream().map(event -> event.fields().toString()).collect(Collectors.joining("\n"));
            for (String line : lines) {
                for (String word : line.split("[^a-z]+")) {
                    assertThat(whole.contains(word)).as("%s of %s", word, line).isTrue();
                }
            }
        }
    }

    private static final List<String> SEEDS = List.of(
            "{\"time\":\"2026-11-23T10:15:30Z\",\"a\":{\"b\":[1,2,{\"c\":null}]},\"m\":\"q\\\"uote\"}",
            "time=2026-11-23T10:15:30Z level=info msg=\"it \\\"works\\\"\" done",
            "<165>1 2003-10-11T22:14:15.003Z host app 1 ID47 [ex@1 a=\"b\\]c\" d=\"e\"][f] text",
            "<34>OCT 11 22:14:15 mymachine su[12]: failed for lonvick",
            "10.0.0.1 - bob [23/NOV/2026:10:00:00 +0000] \"GET /x?y=\\\"z HTTP/1.1\" 200 12 \"http://r/\" \"agent \\\"x\\\"\"",
            "09:15:30.123 [main] ERROR c.e.app - failed",
            "java.lang.illegal: outer",
            "\tat a.b.main(b.java:1)",
            "nov 3, 2026 9:05:07 PM com.example.app run");
    private static final String ODD = "\"\\[]<>{}=:; -\t\u0000\uFEFF\u20ac\uD83D\u2028'%()0";

    private static String line(Random random) {
        StringBuilder line = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int edits = random.nextInt(6); edits > 0 && line.length() > 1; edits--) {
            int at = random.nextInt(line.length());
            switch (random.nextInt(4)) {
                case 0 -> line.deleteCharAt(at);
                case 1 -> line.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                case 2 -> line.setLength(Math.max(1, at));
                default -> line.insert(at, SEEDS.get(random.nextInt(SEEDS.size())), 0, random.nextInt(10));
            }
        }
        return line.toString();
    }
}
