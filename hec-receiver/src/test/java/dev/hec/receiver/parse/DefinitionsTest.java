package dev.hec.receiver.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What definitions may say, and what is told of those that are wrong. */
class DefinitionsTest {

    private static final String RECEIVED = "2026-11-23T10:00:00Z";

    private final TestScope scope = new TestScope();

    private Parsed parse(String definition, String line) throws Exception {
        long received = TimeFormat.ISO.nanos(RECEIVED, ZoneOffset.UTC, 0);
        return DefinitionReader.read(definition, definition.startsWith("{"), "test")
                .parse(line, received, scope);
    }

    @Test
    void regex_withEverything_isRead() throws Exception {
        String definition = """
                name: orders
                description: lines of the shop
                format: regex
                pattern: '^(?<at>\\S+) (?<id>\\d+) (?<price>\\S+) (?<paid>\\w+) (?<note>.*)$'
                timestamp: {field: at, format: "yyyyMMdd'T'HHmmss", zone: Europe/Berlin}
                multiline: {continue: '^\\s', maxLines: 3, maxChars: 1000}
                fields: {team: payments, note: none, shard: 7}
                types: {price: number, id: number, paid: boolean}
                absent: ['-']
                """;
        Parsed parsed = parse(definition, "20261123T101530 0042 1.50 TRUE -");

        assertThat(parsed.timeNanos()).isEqualTo(TimeFormat.ISO.nanos("2026-11-23T09:15:30Z", ZoneOffset.UTC, 0));
        assertThat(parsed.fields())
                .isEqualTo(Map.of(
                        "message",
                        "20261123T101530 0042 1.50 TRUE -",
                        "id",
                        42L,
                        "price",
                        new BigDecimal("1.50"),
                        "paid",
                        true,
                        "note",
                        "none",
                        "team",
                        "payments",
                        "shard",
                        "7"));
        assertThat(scope.taken).isGreaterThan(5 * 100L);
        assertThat(DefinitionReader.read(definition, false, "file").name()).isEqualTo("orders");
    }

    @Test
    void regex_groupCalledMessage_isTheMessage() throws Exception {
        assertThat(parse("{\"format\":\"regex\",\"pattern\":\"^(?<a>x) (?<message>.*)\"}", "x rest")
                        .fields())
                .isEqualTo(Map.of("message", "rest", "a", "x"));
    }

    @Test
    void grok_ownPatternsAndTypes_areRead() throws Exception {
        String definition = """
                format: grok
                pattern:
                  - '^%{CODE:error.code} %{NUMBER:took:number}ms'
                  - '^ok %{GREEDYDATA:rest}'
                patterns:
                  CODE: 'E[0-9]{%{DIGITS}}'
                  DIGITS: '3'
                """.replace("{%{DIGITS}}", "{3}");
        assertThat(parse(definition, "E123 5.5ms").fields())
                .containsEntry("error.code", "E123")
                .containsEntry("took", new BigDecimal("5.5"));
        assertThat(parse(definition, "ok then").fields()).containsEntry("rest", "then");
    }

    @Test
    void types_textThatIsNone_staysText() throws Exception {
        String definition = "format: key=value\ntypes: {a: number, b: boolean, c: number, d: number, e: number}\n";

        assertThat(parse(definition, "a=1x b=yes c=1e999999999 d=\u0663 e=123456789012345678901234567890")
                        .fields())
                .containsEntry("a", "1x")
                .containsEntry("b", "yes")
                .containsEntry("c", "1e999999999")
                .containsEntry("d", "\u0663")
                .containsEntry("e", new BigDecimal("123456789012345678901234567890"));
    }

    @Test
    void timestamp_ofAParser_isTakenOutOfTheFields() throws Exception {
        String definition = "format: key=value\ntimestamp: {field: [a, b], format: [epoch, iso]}\n";

        Parsed parsed = parse(definition, "a=never b=1795426538 c=3");

        assertThat(parsed.timeNanos()).isEqualTo(1_795_426_538_000_000_000L);
        assertThat(parsed.fields().keySet()).containsExactlyInAnyOrder("message", "a", "c");
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                Arguments.of("", "line 1: is no map of keys and values; begin with format: json, for instance"),
                Arguments.of(
                        "- a\n- b\n", "line 1: is no map of keys and values; begin with format: json, for instance"),
                Arguments.of(
                        "name: x\n",
                        "line 1: format: is missing; write json, key=value, regex, grok, syslog, accessLog or javaLog"),
                Arguments.of(
                        "# shop\nformat: xml\n",
                        "line 2: format: \"xml\" is no format; write json, key=value, regex, grok, syslog, accessLog or javaLog"),
                Arguments.of(
                        "format: json\nfield: {}\n",
                        "line 2: field: is no key here; write one of absent, description, fields, format,"
                                + " multiline, name, pattern, patterns, timestamp, types"),
                Arguments.of("format: json\nformat: regex\n", "line 2: format: is there twice; keep one"),
                Arguments.of("format: ~\n", "line 1: a value is empty; write one, or '' for an empty text"),
                Arguments.of(
                        "format: [json]\n",
                        "line 1: format: is a list; write a text; "
                                + "line 1: format: is missing; write json, key=value, regex, grok, syslog, accessLog or javaLog"),
                Arguments.of(
                        "format: json\npattern: x\n",
                        "line 2: pattern: is for the formats regex and grok only; remove it, or write format: regex"),
                Arguments.of(
                        "format: regex\npattern: (?<a>x)\npatterns: {A: b}\n",
                        "line 3: patterns: is for the format grok only; remove it, or write format: grok"),
                Arguments.of(
                        "format: regex\n",
                        "line 1: pattern: is missing; write the expression that a line matches, or a list of them"),
                Arguments.of(
                        "format: regex\npattern: 'abc'\n",
                        "line 2: pattern: has no field; name a group, as in (?<duration>[0-9]+)"),
                Arguments.of(
                        "format: grok\npattern: '%{INT}'\n",
                        "line 2: pattern: has no field; name a group, as in %{NUMBER:duration}"),
                Arguments.of(
                        "format: regex\n\npattern: '(?<a>x'\n",
                        "line 3: pattern: is no regular expression of RE2: missing closing ) in `(?P<f0>x`"),
                Arguments.of(
                        "format: regex\npattern: '(?<a>x(?=y))'\n",
                        "line 2: pattern: is no regular expression of RE2: invalid or unsupported Perl syntax in `(?=`; it has no"
                                + " look-around and no atomic groups: match what is around, outside of the named group"),
                Arguments.of(
                        "format: regex\npattern: '(?<a>(x{1000}){1000})'\n",
                        "line 2: pattern: is too large, with its repetitions written out; use + or * in place of large counts"
                                + " such as {1000}"),
                Arguments.of(
                        "format: json\ntimestamp:\n  field: t\n  format: yyyy-MM-ddQQQQQQ\n",
                        "line 4: timestamp.format: \"yyyy-MM-ddQQQQQQ\" cannot be used: Too many pattern letters: Q; write iso, epoch"
                                + " or a pattern of java.time such as yyyy-MM-dd HH:mm:ss,SSS"),
                Arguments.of(
                        "format: json\ntimestamp:\n  zone: Mars/Olympus\n",
                        "line 3: timestamp.zone: \"Mars/Olympus\" is no zone; write one such as Europe/Berlin, +01:00 or UTC"),
                Arguments.of(
                        "format: json\ntimestamp: {fields: t}\n",
                        "line 2: timestamp.fields: is no key here; write one of field, format, zone"),
                Arguments.of(
                        "format: json\ntimestamp: t\n",
                        "line 2: timestamp: is a text; write a map of names and values"),
                Arguments.of(
                        "format: json\nmultiline: {}\n",
                        "line 2: multiline: has neither start nor continue; write one of them"),
                Arguments.of(
                        "format: json\nmultiline: {start: a, continue: b}\n",
                        "line 2: multiline: has start and continue; write one of them"),
                Arguments.of(
                        "format: json\nmultiline:\n  start: '^a'\n  maxLines: many\n",
                        "line 4: multiline.maxLines: \"many\" is no number from 1 to 100000"),
                Arguments.of(
                        "format: json\nmultiline:\n  start: '['\n",
                        "line 3: multiline.start: is no regular expression of RE2: missing closing ] in `[`"),
                Arguments.of(
                        "format: json\ntypes: {a: date}\n",
                        "line 2: types.a: \"date\" is no type; write number or boolean"),
                Arguments.of("format: json\nfields: {a: [1]}\n", "line 2: fields.a: is a list; write a text"),
                Arguments.of("format: json\nname: ''\n", "line 2: name: has 0 characters; write 1 to 100"),
                Arguments.of(
                        "format: json\n---\nformat: json\n",
                        "line 3: a second document; write each parser into a file of its own"),
                Arguments.of(
                        "{\"format\":\"json\",\n\"types\":{\"a\":\"int\"},\n\"absent\":{}}",
                        "line 2: types.a: \"int\" is no type; write number or boolean; line 3: absent: is a map; write a text"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void definition_wrong_isRefusedWithLineKeyAndFix(String text, String message) {
        Problems problems =
                catchThrowableOfType(Problems.class, () -> DefinitionReader.read(text, text.startsWith("{"), "test"));

        assertThat(problems).isNotNull();
        assertThat(String.join("; ", problems.all())).isEqualTo(message);
    }

    static Stream<Arguments> brokenSyntax() {
        return Stream.of(
                Arguments.of("format: regex\npattern: \"\\d\"\n", "line 2: is no YAML: "),
                Arguments.of("format: regex\n  pattern: x\n", "line 2: is no YAML: "),
                Arguments.of("format: \"json\n", "line 1: is no YAML: "),
                Arguments.of("{\"format\":\"json\",\n}", "line 2: is no JSON: "),
                Arguments.of("{\"format\":\"json\"", "line 1: is no JSON: "),
                Arguments.of("a: " + "[".repeat(50), "line 1: is no YAML: "));
    }

    @ParameterizedTest
    @MethodSource("brokenSyntax")
    void definition_thatCannotBeRead_isRefusedWithItsLine(String text, String beginning) {
        Problems problems =
                catchThrowableOfType(Problems.class, () -> DefinitionReader.read(text, text.startsWith("{"), "test"));

        assertThat(problems).isNotNull();
        assertThat(problems.all()).singleElement().asString().startsWith(beginning);
    }
}
