package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with Jackson, which knows JSON better than any expectation written down here. */
class JsonWriterTest {

    private static final ObjectMapper JACKSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonWriter json = new JsonWriter(1);

    private String written(@Nullable Object value) {
        return written(value, Integer.MAX_VALUE);
    }

    private String written(@Nullable Object value, int maxTextChars) {
        json.clear(maxTextChars);
        json.value(value);
        return new String(json.bytes(), 0, json.length(), StandardCharsets.UTF_8);
    }

    private JsonNode read() {
        try {
            return JACKSON.readTree(json.bytes(), 0, json.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode reread(@Nullable Object value) {
        written(value);
        return read();
    }

    /** What must come back: the text, with U+FFFD for each surrogate without its other half. */
    private static String withoutLoneSurrogates(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return clean.toString();
    }

    // Texts

    @Property(tries = 1_000)
    void text_any_comesBack(@ForAll("texts") String text) {
        assertThat(reread(text).textValue()).isEqualTo(withoutLoneSurrogates(text));
    }

    @Property(tries = 1_000)
    void text_any_isStrictUtf8WithoutRawControls(@ForAll("texts") String text) {
        String written = written(text);

        assertThat(written.getBytes(StandardCharsets.UTF_8)).isEqualTo(Arrays.copyOf(json.bytes(), json.length()));
        assertThat(written.chars()).noneMatch(c -> c < 0x20);
    }

    @Property(tries = 500)
    void name_any_comesBack(@ForAll("texts") String text) {
        assertThat(reread(Collections.singletonMap(text, 1)).fieldNames())
                .toIterable()
                .containsExactly(withoutLoneSurrogates(text));
    }

    @Property(tries = 1_000)
    void text_longerThanTheLimit_isCutBetweenCharacters(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 600) int limit) {
        written(text, limit);
        String back = read().textValue();

        if (text.length() <= limit) {
            assertThat(back).isEqualTo(withoutLoneSurrogates(text));
            assertThat(json.truncated()).isFalse();
        } else {
            boolean splitsPair = Character.isHighSurrogate(text.charAt(limit - 1));
            String kept = text.substring(0, splitsPair ? limit - 1 : limit);
            assertThat(back).isEqualTo(withoutLoneSurrogates(kept) + JsonWriter.ELLIPSIS);
            assertThat(json.truncated()).isTrue();
        }
    }

    /** Hard characters, at places where the writer changes from one chunk to the next. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> chars = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.chars().ascii()),
                Tuple.of(2, Arbitraries.chars().range('\u0000', '\u001f')),
                Tuple.of(2, Arbitraries.of('"', '\\', '/', '\u007f', '\u0080', '\u2028', '\u2029', '\ufeff')),
                Tuple.of(3, Arbitraries.chars().range('\ud800', '\udbff')),
                Tuple.of(3, Arbitraries.chars().range('\udc00', '\udfff')),
                Tuple.of(2, Arbitraries.chars().all()));
        Arbitrary<String> hard = chars.list().ofMaxSize(40).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
        Arbitrary<String> padding = Arbitraries.integers().between(490, 520).map("x"::repeat);
        return Arbitraries.oneOf(
                hard,
                padding.flatMap(pad -> hard.map(text -> pad + text)),
                padding.flatMap(pad -> hard.map(text -> pad + text + pad + text)));
    }

    @Test
    void text_pairAcrossEachChunkBoundary_staysAPair() {
        for (int before = 508; before < 516; before++) {
            String text = "x".repeat(before) + "😀".repeat(600);

            assertThat(reread(text).textValue()).isEqualTo(text);
        }
    }

    @Test
    void text_charSequenceOfTheUser_isReadOnce() {
        StringBuilder text = new StringBuilder("builder");

        assertThat(reread(text).textValue()).isEqualTo("builder");
    }

    // Numbers

    static List<Number> numbers() {
        return List.of(
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                9L,
                10L,
                -10L,
                (short) -32768,
                (byte) -128,
                0.0,
                -0.0,
                1e-7,
                1e21,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                0.1f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                new BigDecimal("1E+1000"),
                new BigDecimal("-0.000000000000000000000000000001"),
                new BigDecimal("123456789012345678901234567890.123456789"),
                BigInteger.TWO.pow(200).negate());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void number_extreme_comesBack(Number number) {
        JsonNode node = reread(number);

        assertThat(node.isNumber()).isTrue();
        assertThat(node.decimalValue()).isEqualByComparingTo(new BigDecimal(number.toString()));
    }

    @Property
    void number_anyLong_isWrittenAsJavaDoes(@ForAll long number) {
        assertThat(written(number)).isEqualTo(Long.toString(number));
    }

    @Property
    void number_anyDouble_comesBack(@ForAll double number) {
        assertThat(reread(number).doubleValue()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void number_thatJsonDoesNotKnow_isItsText(double number) {
        assertThat(reread(number).textValue()).isEqualTo(Double.toString(number));
        assertThat(reread((float) number).textValue()).isEqualTo(Float.toString((float) number));
    }

    @Test
    void number_subclassOfTheUser_isItsTextAndCannotBreakTheJson() {
        BigDecimal decimal = new BigDecimal("1") {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "1, \"injected\": true";
            }
        };
        BigInteger integer = new BigInteger("1") {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "]}";
            }
        };

        assertThat(reread(List.of(decimal, integer)))
                .isEqualTo(JACKSON.valueToTree(List.of("1, \"injected\": true", "]}")));
        assertThat(reread(new AtomicInteger(7)).textValue()).isEqualTo("7");
    }

    // Structures

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void structure_any_isWhatJacksonWrites(@ForAll("structures") @Nullable Object value)
            throws JsonProcessingException {
        assertThat(reread(value)).isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(value)));
        assertThat(json.truncated()).isFalse();
    }

    @Provide
    Arbitrary<Object> structures() {
        Arbitrary<String> names = Arbitraries.strings().ascii().ofMaxLength(8);
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                names.map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.doubles().map(number -> (Object) number),
                Arbitraries.bigDecimals().map(number -> (Object) number),
                Arbitraries.of(true, false),
                Arbitraries.just(new int[] {1, -2}),
                Arbitraries.just(new String[][] {{"a"}, {}}),
                Arbitraries.just(1).injectNull(1.0).map(nothing -> (Object) nothing));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.injectNull(0.1).list().ofMaxSize(4).map(list -> (Object) list),
                        Arbitraries.maps(names, inner.injectNull(0.1))
                                .ofMaxSize(4)
                                .map(map -> (Object) map)),
                0,
                3);
    }

    @Test
    void structure_nestedTooDeep_endsInAnEllipsisAndIsMarked() {
        Object value = "bottom";
        for (int i = 0; i < JsonWriter.MAX_DEPTH; i++) {
            value = List.of(value);
        }
        assertThat(written(value)).contains("bottom");
        assertThat(json.truncated()).isFalse();

        assertThat(written(List.of(value))).isEqualTo("[[[[[[[[\"…\"]]]]]]]]");
        assertThat(json.truncated()).isTrue();
    }

    @Test
    void structure_containsItself_ends() {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", cycle);
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            wide.add(wide);
        }

        assertThat(reread(cycle).at("/self/self/self").isObject()).isTrue();
        assertThat(reread(wide).isArray()).isTrue();
        assertThat(json.length()).as("bounded").isLessThan(2_000_000);
        assertThat(json.truncated()).isTrue();
    }

    @Test
    void structure_namesThatAreNoTexts_becomeTexts() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(1, "a");
        map.put(null, "b");
        map.put(List.of("x"), "c");

        assertThat(written(map)).isEqualTo("{\"1\":\"a\",\"null\":\"b\",\"[x]\":\"c\"}");
    }

    @Test
    void structure_primitiveArrays_areArrays() {
        assertThat(written(List.of(
                        new boolean[] {true}, new char[] {'"'}, new float[] {Float.NaN}, new long[0], new Object[] {null
                        })))
                .isEqualTo("[[true],[\"\\\"\"],[\"NaN\"],[],[null]]");
    }

    @Test
    void iterable_thatIsNoCollection_isItsText() {
        SQLException failure = new SQLException("first");
        failure.setNextException(new SQLException("second"));

        assertThat(reread(Path.of("a", "b")).textValue())
                .isEqualTo(Path.of("a", "b").toString());
        assertThat(reread(failure).textValue()).isEqualTo("java.sql.SQLException: first");
        assertThat(reread(JsonNodeFactory.instance.textNode("tree")).textValue())
                .isEqualTo("\"tree\"");
    }

    // Values that fail

    /** A kind of error that nobody has heard of. */
    static final class OwnError extends Error {
        private static final long serialVersionUID = 1L;
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("secret detail"),
                new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new AssertionError("x"),
                new OwnError());
    }

    private static Object failing(Throwable failure) {
        return new Object() {
            @Override
            public String toString() {
                throw JsonWriterTest.<RuntimeException>sneaky(failure);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void value_thatThrows_isReplacedByWhatHappened(Throwable failure) {
        Object bad = failing(failure);

        assertThat(reread(bad).textValue())
                .isEqualTo("[" + bad.getClass().getName() + " failed: "
                        + failure.getClass().getName() + "]");
    }

    @Test
    void value_thatThrowsInTheMiddle_leavesNothingHalfWritten() {
        json.clear(Integer.MAX_VALUE);
        json.open('{');
        json.name("before");
        json.value(1);
        json.name("bad");
        json.value(Map.of("list", List.of("a", "b", failing(new IllegalStateException()))));
        json.name("after");
        json.value(List.of());
        json.close('}');

        assertThat(read().get("bad").textValue()).contains("failed: java.lang.IllegalStateException");
        assertThat(read().fieldNames()).toIterable().containsExactly("before", "bad", "after");
    }

    @Test
    void value_thatChangesWhileRead_isReplaced() {
        List<Object> changing = new ArrayList<>();
        changing.add(new Object() {
            @Override
            public String toString() {
                changing.add("more");
                return "x";
            }
        });
        changing.add("y");

        assertThat(reread(changing).textValue()).contains(ConcurrentModificationException.class.getName());
    }

    @Test
    void value_whoseTextIsNull_isAFailureLikeOthers() {
        Object silent = new Object() {
            @Override
            public @Nullable String toString() {
                return null;
            }
        };

        assertThat(reread(silent).textValue()).endsWith(" failed: java.lang.NullPointerException]");
    }

    @Test
    void value_outOfMemory_isNotHidden() {
        assertThat(catchThrowable(() -> written(failing(new OutOfMemoryError()))))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
