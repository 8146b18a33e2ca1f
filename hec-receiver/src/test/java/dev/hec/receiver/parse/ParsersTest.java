package dev.hec.receiver.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of definitions, while files come, change and go. */
class ParsersTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final List<String> reported = new ArrayList<>();
    private Parsers parsers;

    @BeforeEach
    void open() {
        parsers = open(directory);
    }

    private Parsers open(Path from) {
        // Long after the files were written, so that none counts as fresh.
        return Parsers.of(from, () -> Instant.now().plusSeconds(3600), nanos::get, reported::add);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
        nanos.addAndGet(2 * SECOND);
    }

    private Parsed parse(String name, String line) {
        return new Parsing<>(parsers, new TestScope(), 0).parse(name, line, 9);
    }

    @Test
    void shipped_areThere() {
        assertThat(parsers.names()).containsExactlyInAnyOrder("json", "logfmt", "syslog", "accessLog", "javaLog");
        assertThat(Parsers.shipped().names()).isEqualTo(parsers.names());
    }

    @Test
    void file_thatComesChangesAndGoes_isFollowed() throws Exception {
        write("shop.yaml", "format: regex\npattern: '(?<a>x)'\n");
        assertThat(parse("shop", "x").fields()).containsEntry("a", "x");

        write("shop.yaml", "format: regex\npattern: '(?<b>xx?)'\n");
        assertThat(parse("shop", "x").fields()).containsEntry("b", "x").doesNotContainKey("a");

        Files.delete(directory.resolve("shop.yaml"));
        nanos.addAndGet(2 * SECOND);
        assertThat(parse("shop", "x")).isNull();
        assertThat(reported).isEmpty();
    }

    @Test
    void directory_isLookedAtOnceASecondAtMost() throws Exception {
        write("a.yml", "format: key=value\n");
        assertThat(parsers.names()).contains("a");
        Files.delete(directory.resolve("a.yml"));
        nanos.addAndGet(SECOND - 1);
        assertThat(parsers.names()).contains("a");
        nanos.addAndGet(1);
        assertThat(parsers.names()).doesNotContain("a");
    }

    @Test
    void file_thatBecomesBad_keepsItsLastGoodDefinitionAndIsReportedOnce() throws Exception {
        write("shop.json", "{\"format\":\"regex\",\"pattern\":\"(?<a>x)\"}");
        assertThat(parse("shop", "x").fields()).containsEntry("a", "x");

        write("shop.json", "{\"format\":\"regex\",\n\"pattern\":\"(?<a>x\"}");
        assertThat(parse("shop", "x").fields()).containsEntry("a", "x");
        nanos.addAndGet(2 * SECOND);
        assertThat(parse("shop", "x").fields()).containsEntry("a", "x");

        String problem = directory.resolve("shop.json")
                + " line 2: pattern: is no regular expression of RE2: missing closing ) in `(?P<f0>x`;"
                + " what was in it before stays in force";
        assertThat(reported).containsExactly(problem);
        assertThat(parsers.problems()).containsExactly(problem);

        write("shop.json", "{\"format\":\"regex\",\"pattern\":\"(?<c>x)\"}");
        assertThat(parse("shop", "x").fields()).containsEntry("c", "x");
        assertThat(parsers.problems()).isEmpty();
        assertThat(reported).hasSize(1);
    }

    @Test
    void file_thatNeverWasGood_marksItsLines() throws Exception {
        write("shop.yaml", "format: none\n");

        assertThat(parse("shop", "x").fields())
                .isEqualTo(Map.of("message", "x", "parserError", "shop: the file of its definition has a fault"));
        assertThat(parsers.counts()).isEqualTo(Map.of("shop", new ParserCounts(0, 1)));
        assertThat(reported).hasSize(1);
    }

    @Test
    void file_withTheNameOfAShippedParser_replacesItUntilItGoes() throws Exception {
        write("own.yaml", "name: json\nformat: regex\npattern: '(?<a>x)'\n");
        assertThat(parse("json", "x").fields()).containsEntry("a", "x");

        Files.delete(directory.resolve("own.yaml"));
        nanos.addAndGet(2 * SECOND);
        write("logfmt.yaml", "format: broken\n");
        assertThat(parse("logfmt", "a=1").fields()).containsEntry("a", "1");
        assertThat(reported).hasSize(1);
    }

    @Test
    void files_withOneName_firstCountsAndTheOtherIsReported() throws Exception {
        write("b.yaml", "name: shop\nformat: regex\npattern: '(?<b>x)'\n");
        write("a.yaml", "name: shop\nformat: regex\npattern: '(?<a>x)'\n");

        assertThat(parse("shop", "x").fields()).containsEntry("a", "x");
        assertThat(reported)
                .containsExactly(directory.resolve("b.yaml") + " defines shop, as " + directory.resolve("a.yaml")
                        + " does, which counts; name one of them otherwise");
    }

    @Test
    void otherFiles_areNotRead() throws Exception {
        write("README.md", "# no definition");
        write(".hidden.yaml", "format: none");
        Files.createDirectory(directory.resolve("sub"));
        nanos.addAndGet(2 * SECOND);

        assertThat(parsers.names()).hasSize(5);
        assertThat(reported).isEmpty();
    }

    @Test
    void file_tooLargeOrNotUtf8OrADirectory_isReported() throws Exception {
        Files.write(directory.resolve("latin.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xe4});
        Files.createDirectory(directory.resolve("sub.yaml"));
        write("large.yaml", "#".repeat(256 * 1024 + 1));

        assertThat(parsers.names()).hasSize(5);
        assertThat(reported).hasSize(3);
        assertThat(reported)
                .anyMatch(text -> text.contains("large.yaml has 262145 bytes; a definition has at most 262144"));
        assertThat(reported).anyMatch(text -> text.contains("latin.yaml is not UTF-8; save it as UTF-8"));
        assertThat(reported).anyMatch(text -> text.contains("sub.yaml cannot be read: "));
    }

    @Test
    void directory_thatGoes_keepsWhatWasKnown() throws Exception {
        write("a.yaml", "format: key=value\n");
        assertThat(parsers.names()).contains("a");
        Files.delete(directory.resolve("a.yaml"));
        Files.delete(directory);
        nanos.addAndGet(2 * SECOND);

        assertThat(parsers.names()).contains("a");
        assertThat(reported)
                .singleElement()
                .asString()
                .contains("cannot be read")
                .contains("stay in force");
        Files.createDirectory(directory);
    }

    @Test
    void freshFile_isReadAgain_evenWithTheSameTimeAndSize() throws Exception {
        Parsers fresh = Parsers.of(directory, Instant::now, nanos::get, reported::add);
        Path file = directory.resolve("a.yaml");
        Files.writeString(file, "format: regex\npattern: '(?<a>x)'\n");
        var time = Files.getLastModifiedTime(file);
        nanos.addAndGet(2 * SECOND);
        assertThat(new Parsing<>(fresh, new TestScope(), 0).parse("a", "x", 9).fields())
                .containsKey("a");

        Files.writeString(file, "format: regex\npattern: '(?<b>x)'\n");
        Files.setLastModifiedTime(file, time);
        nanos.addAndGet(2 * SECOND);

        assertThat(new Parsing<>(fresh, new TestScope(), 0).parse("a", "x", 9).fields())
                .containsKey("b");
    }

    @Test
    void noDirectory_isRefusedAtTheStart() {
        Path absent = directory.resolve("absent");

        assertThatThrownBy(() -> Parsers.of(absent))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("parsers: there is no directory " + absent + "; make it, or correct the setting");
    }

    @Test
    void counts_areByParser() {
        Parsing<RuntimeException> parsing = new Parsing<>(parsers, new TestScope(), 0);
        parsing.parse("logfmt", "a=1", 9);
        parsing.parse("logfmt", "none", 9);
        parsing.parse("logfmt", "b=1", 9);
        parsing.parse("unknown", "b=1", 9);
        parsing.parse(null, "b=1", 9);

        assertThat(parsers.counts()).isEqualTo(Map.of("logfmt", new ParserCounts(2, 1)));
    }

    @Test
    void counters_names_areBounded() {
        ParserCounters counters = new ParserCounters();
        for (int i = 0; i < 2100; i++) {
            counters.failed("p" + i);
        }

        assertThat(counters.snapshot()).hasSize(2001);
        assertThat(counters.snapshot().get(ParserCounters.OTHER).failed()).isEqualTo(100);
    }

    @Test
    void request_whoseLinesTakeLong_keepsTheRestWhole() {
        AtomicLong slow = new AtomicLong();
        Parsers counted = Parsers.of(directory, Instant::now, () -> slow.addAndGet(SECOND), reported::add);
        Parsing<RuntimeException> parsing = new Parsing<>(counted, new TestScope(), 0);
        List<Parsed> parsed = new ArrayList<>();
        for (int i = 0; i < 35; i++) {
            parsed.add(parsing.parse("logfmt", "a=1", 9));
        }

        assertThat(parsed.get(30).fields()).containsEntry("a", "1");
        assertThat(parsed.get(31).fields())
                .isEqualTo(Map.of(
                        "message",
                        "a=1",
                        "parserError",
                        "logfmt: the lines before it took the 30 seconds of a request"));
        assertThat(counted.counts()).isEqualTo(Map.of("logfmt", new ParserCounts(31, 4)));
    }

    @Test
    void request_whoseLinesTakeLongToPutTogether_leavesTheRestAlone() throws Exception {
        Files.writeString(directory.resolve("slow.yaml"), "format: key=value\nmultiline: {continue: '^ '}\n");
        AtomicLong slow = new AtomicLong();
        Parsers counted = Parsers.of(directory, Instant::now, () -> slow.addAndGet(SECOND), reported::add);
        LineGroups groups = new Parsing<>(counted, new TestScope(), 0).groups("slow");
        List<Boolean> joined = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            joined.add(groups.joins(" x", 0, 2));
        }

        assertThat(joined.subList(1, 32))
                .as("30 seconds, and the line that exceeds them")
                .containsOnly(true);
        assertThat(joined.subList(32, 40)).containsOnly(false);
    }

    @Test
    void line_withMoreFieldsThanMayBe_staysWhole() {
        Parsing<RuntimeException> parsing = new Parsing<>(parsers, new TestScope(), 0);

        assertThat(parsing.parse("logfmt", "a=1 b=2 c=3", 3).fields())
                .containsEntry("message", "a=1 b=2 c=3")
                .containsEntry("parserError", "logfmt: more fields than an event may have");
    }
}
