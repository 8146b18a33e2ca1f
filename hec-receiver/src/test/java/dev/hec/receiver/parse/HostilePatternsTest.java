package dev.hec.receiver.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and lines that are made to hang a server. */
class HostilePatternsTest {

    /** An engine that backtracks needs more steps than there are atoms in the universe; so the bound can be generous. */
    private static final Duration NEVER = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(?<x>(a+)+)$",
                "^(?<x>(a|aa)+)$",
                "^(?<x>(a|a)*)$",
                "^(?<x>([a-z]+)*)$",
                "(?<x>(.*)*)=b$",
                "^(?<x>(((a*)*)*)*)$",
                "(?<x>(x+x+)+y)",
                "^(?<x>(.*?,){11})P",
                "^(?<x>\\w+\\s?)*$"
            })
    void line_madeForNestedRepetition_isMatchedInLinearTime(String expression) throws Exception {
        PatternLines lines = new PatternLines(List.of(Expression.regex(expression)));
        for (String piece : List.of("a", "ax", "x", "a,", "a ")) {
            String line = piece.repeat(SafePattern.LONGEST_TEXT / piece.length() - 1) + "!";
            CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(() -> {
                LineFields<RuntimeException> fields = new LineFields<>(line, new TestScope(), Map.of(), Set.of());
                lines.extract(line, fields);
                return fields.get("message") == line;
            });
            assertThat(done.get(NEVER.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((x{100}){100}){100}",
                "(x{1000}){1000}",
                "((((((((((x{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})",
                "(?:[a-z]{500}|\\p{L}{500}){30}",
                "x{1000}{1000}"
            })
    void expression_thatWouldNotFitInMemory_isRefusedBeforeItIsCompiled(String expression) {
        assertThatThrownBy(() -> SafePattern.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "is too large, with its repetitions written out; use + or * in place of large counts such as {1000}");
    }

    @Test
    void expression_deepOrLong_isRefused() {
        assertThatThrownBy(() -> SafePattern.compile("(".repeat(9000) + "x" + ")".repeat(9000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafePattern.compile("x".repeat(20_001))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc;3",
                "a{3}b;4",
                "(ab){3};12",
                "a{2,};2",
                "a{2,5};5",
                "[a-z{9}]{2};2",
                "[]{9}]{2};2",
                "[[:alpha:]]{2};2",
                "\\{9};3",
                "\\p{Lu}{3};3",
                "\\x{41};1",
                "a|b{4};6",
                "(;2",
                "a{;1",
                "\\;1",
                "[;1"
            })
    void size_ofAnExpression_countsRepetitions(String expression, long size) {
        assertThat(SafePattern.size(expression)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(?=x)y;it has no look-around",
                "(?!x)y;it has no look-around",
                "(?<=x)y;it has no look-around",
                "(?<!x)y;it has no look-around",
                "(?>x)y;it has no look-around",
                "(x)\\1;it has no back references",
                "(x;missing closing )",
                "[x;missing closing ]",
                "x++;invalid nested repetition operator"
            })
    void expression_thatTheEngineDoesNotKnow_isRefusedWithAdvice(String expression, String part) {
        assertThatThrownBy(() -> SafePattern.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is no regular expression of RE2: ")
                .hasMessageContaining(part);
    }

    @Test
    void line_tooLong_isNotMatched() {
        PatternLines lines = new PatternLines(List.of(Expression.regex("(?<x>a)")));
        String line = "a".repeat(SafePattern.LONGEST_TEXT + 1);

        assertThat(lines.extract(line, new LineFields<>(line, new TestScope(), Map.of(), Set.of())))
                .isEqualTo("longer than 65536 characters");
    }

    @Test
    void grok_shippedPatterns_allCompile() {
        Map<String, String> table = GrokTable.shipped();

        assertThat(table).hasSizeGreaterThan(50);
        assertThat(table.keySet())
                .allSatisfy(name -> assertThat(
                                Expression.grok("%{" + name + ":x}", table).hasFields())
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "IP 10.0.0.255 true",
                "IP 2001:db8::1 true",
                "IP ::ffff:10.0.0.1 true",
                "IP 10.0.0.256 false",
                "INT -12 true",
                "NUMBER 1.5e-3 true",
                "NUMBER x false",
                "UUID 01234567-89ab-cdef-0123-456789abcdef true",
                "URI https://u:p@h.example:8443/a/b?c=d true",
                "URI nothing false",
                "HTTPDATE 10/Oct/2000:13:55:36|-0700 true",
                "TIMESTAMP_ISO8601 2026-11-23T10:15:30,123+01:00 true",
                "LOGLEVEL WARN true",
                "LOGLEVEL none false",
                "MAC 00:1a:2b:3c:4d:5e true",
                "EMAILADDRESS a.b+c@d.example true",
                "QS \"a\\\"b\" true",
                "PATH /usr/lib/x true",
                "PATH C:\\a\\b true",
                "HOSTPORT db.example:5432 true",
                "JAVACLASS a.b.C$D true",
                "BOOL true true"
            })
    void grok_shippedPatterns_matchWhatTheirNamesSay(String name, String text, boolean matches) {
        Pattern pattern = SafePattern.compile("^(?:" + expanded(name) + ")$");

        assertThat(pattern.matcher(text.replace('|', ' ')).find()).isEqualTo(matches);
    }

    private static String expanded(String name) {
        String text = GrokTable.shipped().get(name);
        while (text.contains("%{")) {
            int start = text.indexOf("%{");
            int end = text.indexOf('}', start);
            String inner = text.substring(start + 2, end).replaceAll(":.*", "");
            text = text.substring(0, start) + "(?:" + GrokTable.shipped().get(inner) + ")" + text.substring(end + 1);
        }
        return text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%{NOSUCH:x};refers to %{NOSUCH}, which is no pattern; define it under patterns, or take one of ",
                "%{A:x};has references that lead in a circle or deeper than 20",
                "%{INT:x:date};gives the type date to a field; write number or boolean",
                "%{INT;has a reference that is none: %{INT",
                "%{in t:x};has a reference that is none: %{in t:x}",
                "(?<1x>a);has a group named \"1x\"; names have letters"
            })
    void grok_badReference_isRefused(String expression, String message) {
        Map<String, String> table = new TreeMap<>(Map.of("A", "%{B}%{B}", "B", "%{A}%{A}", "INT", "[0-9]+"));

        assertThatThrownBy(() -> Expression.grok(expression, table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void grok_referencesThatGrow_areRefused() {
        Map<String, String> table = new TreeMap<>();
        table.put("A0", "x");
        for (int i = 1; i <= 15; i++) {
            table.put("A" + i, ("%{A" + (i - 1) + "}").repeat(10));
        }

        assertThatThrownBy(() -> Expression.grok("%{A15:x}", table))
                .hasMessageContaining("is longer than 20000 characters");
    }

    @Test
    void regex_namesWithDotsAndTwice_areFields() {
        Expression expression = Expression.regex("^(?:a (?<host.ip>\\S+)|b (?P<host.ip>\\S+)) \\(?<n>(?<n>\\d+)");
        LineFields<RuntimeException> fields = new LineFields<>("b ::1 (<n>7", new TestScope(), Map.of(), Set.of());

        assertThat(expression.extract("b ::1 (<n>7", fields)).isTrue();
        assertThat(fields.asMap()).isEqualTo(Map.of("message", "b ::1 (<n>7", "host.ip", "::1", "n", "7"));
    }
}
