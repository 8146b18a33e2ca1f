package dev.hec.receiver.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/parsers.md} says what is true. */
class ParsersDocTest {

    private static final Pattern EXAMPLE = Pattern.compile("```(yaml|json)\n(.*?)```", Pattern.DOTALL);

    private final String text = read();

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "parsers.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Parser example(String beginning) throws Problems {
        String found = EXAMPLE.matcher(text)
                .results()
                .map(match -> match.group(2))
                .filter(example -> example.contains(beginning))
                .findFirst()
                .orElseThrow();
        return DefinitionReader.read(found, found.startsWith("{"), "example");
    }

    @Test
    void examples_areDefinitions() throws Exception {
        List<String> examples =
                EXAMPLE.matcher(text).results().map(match -> match.group(2)).toList();

        assertThat(examples).hasSize(4);
        for (String example : examples) {
            assertThat(DefinitionReader.read(example, example.startsWith("{"), "example")
                            .name())
                    .isNotEmpty();
        }
    }

    @Test
    void examples_parseTheLinesTheyAreFor() throws Exception {
        Parsed order = example("orders.yaml").parse("20261123T101530 0042 1.50 shipped to Bern", 0, new TestScope());
        assertThat(order.fields())
                .isEqualTo(Map.of(
                        "message",
                        "shipped to Bern",
                        "order",
                        "0042",
                        "price",
                        new BigDecimal("1.50"),
                        "team",
                        "payments"));
        assertThat(order.timeNanos()).isEqualTo(1_795_425_330_000_000_000L);

        Parsed gc = example("gc.yaml")
                .parse(
                        "[2026-11-23T10:15:30.123+0100][info ][gc,heap] GC(7) Pause Young 24M->3M(256M) 2.345ms",
                        0,
                        new TestScope());
        assertThat(gc.fields())
                .containsEntry("gc.id", 7L)
                .containsEntry("gc.what", "Pause Young 24M->3M(256M)")
                .containsEntry("gc.millis", new BigDecimal("2.345"))
                .containsEntry("tags", "gc,heap");
        assertThat(gc.timeNanos()).isEqualTo(1_795_425_330_123_000_000L);

        Parsed pair = example("javaLog.yaml").parse("t=2026-11-23T10:15:30 a= b=1", 0, new TestScope());
        assertThat(pair.fields()).containsEntry("b", "1").doesNotContainKey("a");
        assertThat(pair.timeNanos()).isEqualTo(1_795_396_530_000_000_000L);
    }

    @Test
    void shippedParsersAndPatterns_areAllNamed() {
        assertThat(Parsers.shipped().names())
                .allSatisfy(name -> assertThat(text).contains("| `" + name + "` |"));
        assertThat(GrokTable.shipped().keySet())
                .allSatisfy(name -> assertThat(text).containsPattern("[` \n]" + name + "[` \n]"));
    }
}
