package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    @Test
    void text_any_comesBack() {
        RandomCases.check(3_000, draw -> {
            String text = text(draw);

            assertThat(reread(text).textValue()).isEqualTo(withoutLoneSurrogates(text));
        });
    }

    @Test
    void text_everyUnitOfUtf16_comesBack() {
        for (int unit = 0; unit <= 0xffff; unit++) {
            String text = "a" + (char) unit + "z";

            assertThat(reread(text).textValue())
                    .as("U+%04X", unit)
                    .isEqualTo(Character.isSurrogate((char) unit) ? "a\ufffdz" : text);
        }
    }

    @Test
    void text_ofAnyUnits_comesBack() {
        RandomCases.check(1_000, draw -> {
            StringBuilder text = new StringBuilder();
            for (int i = draw.size(1_500); i > 0; i--) {
                text.append(draw.anyChar());
            }

            assertThat(reread(text.toString()).textValue()).isEqualTo(withoutLoneSurrogates(text.toString()));
        });
    }

    @Test
    void text_any_isStrictUtf8WithoutRawControls() {
        RandomCases.check(3_000, draw -> {
            String written = written(text(draw));

            assertThat(written.getBytes(StandardCharsets.UTF_8)).isEqualTo(Arrays.copyOf(json.bytes(), json.length()));
            assertThat(written.chars()).noneMatch(c -> c < 0x20);
        });
    }

    @Test
    void name_any_comesBack() {
        RandomCases.check(1_000, draw -> {
            String text = text(draw);

            assertThat(reread(Collections.singletonMap(text, 1)).fieldNames())
                    .toIterable()
                    .containsExactly(withoutLoneSurrogates(text));
        });
    }

    @Test
    void text_longerThanTheLimit_isCutBetweenCharacters() {
        RandomCases.check(3_000, draw -> {
            String text = text(draw);
            int limit = draw.intBetween(1, 600);

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
        });
    }

    /** Hard characters, at places where the writer changes from one chunk to the next. */
    private static String text(Draw draw) {
        String padding = "x".repeat(draw.oneOf(490, 500, 505, 509, 510, 511, 512, 513, 520));
        return draw.from(
                () -> draw.hardText(40),
                () -> padding + draw.hardText(40),
                () -> padding + draw.hardText(40) + padding + draw.hardText(40));
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

    @Test
    void number_anyLong_isWrittenAsJavaDoes() {
        RandomCases.check(5_000, draw -> {
            long number = draw.anyLong();

            assertThat(written(number)).isEqualTo(Long.toString(number));
        });
    }

    @Test
    void number_anyDouble_comesBack() {
        RandomCases.check(5_000, draw -> {
            double number = draw.anyDouble();

            assertThat(reread(number).doubleValue()).isEqualTo(number);
        });
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

    @Test
    void structure_any_isWhatJacksonWrites() {
        RandomCases.check(1_000, draw -> {
            Object value = structure(draw, 4);

            assertThat(reread(value)).isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(value)));
            assertThat(json.truncated()).isFalse();
        });
    }

    private static @Nullable Object structure(Draw draw, int maxDepth) {
        if (maxDepth == 0 || draw.oneIn(3)) {
            return draw.from(
                    () -> draw.ascii(8),
                    draw::anyLong,
                    draw::anyDouble,
                    () -> BigDecimal.valueOf(draw.anyLong(), draw.intBetween(-40, 40)),
                    () -> draw.oneOf(true, false),
                    () -> new int[] {1, -2},
                    () -> new String[][] {{"a"}, {}},
                    () -> null);
        }
        List<Object> elements = draw.list(4, () -> structure(draw, maxDepth - 1));
        if (draw.oneIn(2)) {
            return elements;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        elements.forEach(element -> members.put(draw.ascii(8), element));
        return members;
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
    void structure_cyclesThroughAllKinds_endAtTheDepth() {
        Map<String, Object> map = new LinkedHashMap<>();
        Object[] array = {"a", null};
        List<Object> list = new ArrayList<>(List.of("l"));
        map.put("array", array);
        array[1] = list;
        list.add(map);

        assertThat(written(map))
                .isEqualTo("{\"array\":[\"a\",[\"l\",{\"array\":[\"a\",[\"l\",{\"array\":[\"a\",\"…\"]}]]}]]}");
        assertThat(json.truncated()).isTrue();
    }

    @Test
    void structure_ofMapsInsideMaps_isValidAtEachDepth() {
        Object value = 1;
        for (int depth = 1; depth <= 200; depth++) {
            value = Collections.singletonMap("k", value);

            JsonNode node = reread(value);
            for (int level = 0; level < Math.min(depth, JsonWriter.MAX_DEPTH); level++) {
                node = node.get("k");
            }
            assertThat(node.isTextual()).as("depth %d", depth).isEqualTo(depth > JsonWriter.MAX_DEPTH);
        }
    }

    @Test
    void structure_withoutEnd_ends() {
        Collection<Integer> endless = new AbstractCollection<>() {
            @Override
            public Iterator<Integer> iterator() {
                return IntStream.iterate(0, i -> i + 1).iterator();
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };

        JsonNode node = reread(endless);

        assertThat(node.get(node.size() - 1).textValue()).isEqualTo(JsonWriter.ELLIPSIS);
        assertThat(json.length()).isLessThan(1_100_000);
    }

    @Test
    void structure_longerThanTheLimit_isCutLikeAText() {
        assertThat(written(List.of("aaaa", "bbbb", "cccc"), 10)).isEqualTo("[\"aaaa\",\"bbbb\",\"…\"]");
        assertThat(json.truncated()).isTrue();
        assertThat(written(Map.of("k", new long[100]), 10)).isEqualTo("{\"k\":[0,0,0,\"…\"]}");
    }

    @Test
    void number_longerThanTheLimit_isAText() {
        assertThat(written(BigInteger.TEN.pow(20), 10)).isEqualTo("\"1000000000…\"");
        assertThat(written(BigInteger.TEN.pow(9), 10)).isEqualTo("1000000000");
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

    @Test
    void value_iteratorThrowsHalfWay_isReplacedWhole() {
        Collection<String> half = new AbstractCollection<>() {
            @Override
            public Iterator<String> iterator() {
                return Stream.of("a", "b", "c")
                        .peek(element -> {
                            if (element.equals("c")) {
                                throw new OwnError();
                            }
                        })
                        .iterator();
            }

            @Override
            public int size() {
                return 3;
            }
        };

        assertThat(reread(Map.of("inner", half)).textValue()).endsWith(" failed: " + OwnError.class.getName() + "]");
    }

    @Test
    void value_nameThatThrows_isReplacedWhole() {
        assertThat(reread(Collections.singletonMap(failing(new IllegalStateException()), 1))
                        .textValue())
                .endsWith(" failed: java.lang.IllegalStateException]");
    }

    @Test
    void value_toStringCallsItself_isReplaced() {
        List<Object> key = new ArrayList<>();
        key.add(List.of(key));

        assertThat(reread(Collections.singletonMap(key, 1)).textValue())
                .endsWith(" failed: java.lang.StackOverflowError]");
    }

    @Test
    void value_textIsHuge_isCutWhileWritten() {
        String huge = "é".repeat(20_000_000);
        Object object = new Object() {
            @Override
            public String toString() {
                return huge;
            }
        };

        assertThat(written(object, 1_000)).isEqualTo("\"" + "é".repeat(1_000) + "…\"");
        assertThat(json.bytes().length).as("memory").isLessThan(10_000);
    }

    @Test
    void value_textsFailInManyWays_isAlwaysOneValue() {
        RandomCases.check(1_000, draw -> {
            Throwable failure = draw.oneOf(new IllegalStateException(), new OwnError(), new StackOverflowError());
            List<Object> values = draw.list(6, () -> draw.oneIn(8) ? failing(failure) : structure(draw, 2));
            boolean fails = values.stream()
                    .anyMatch(value -> value != null && value.getClass().isAnonymousClass());

            JsonNode node = reread(values);

            assertThat(node.isTextual()).isEqualTo(fails);
        });
    }

    @Test
    void value_mapChangedByAnotherThread_isAMapOrAFailure() throws InterruptedException {
        Map<Integer, Object> shared = new HashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread changing = new Thread(() -> {
            for (int i = 0; !done.get(); i++) {
                shared.put(i % 500, "v");
                if (i % 700 == 0) {
                    shared.clear();
                }
            }
        });
        changing.start();
        try {
            for (int i = 0; i < 2_000; i++) {
                JsonNode node = reread(shared);

                assertThat(node.isObject() || node.textValue().contains(" failed: "))
                        .as(node.toString())
                        .isTrue();
            }
        } finally {
            done.set(true);
            changing.join();
        }
    }
}
