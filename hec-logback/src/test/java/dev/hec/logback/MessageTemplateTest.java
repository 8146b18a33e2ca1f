package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.format.MessageTemplate;
import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.MessageFormatter;

/** Here and not beside its class, since this module has SLF4J to compare with. */
class MessageTemplateTest {

    private static final int CASES = 20_000;

    private static String format(String template, Object... arguments) {
        StringBuilder out = new StringBuilder("before:");
        MessageTemplate.append(out, template, arguments);
        assertThat(out).startsWith("before:");
        return out.substring("before:".length());
    }

    /** SLF4J prints the failures of the arguments, thousands of them here. */
    private static <T> T quietly(Supplier<T> noisy) {
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return noisy.get();
        } finally {
            System.setErr(err);
        }
    }

    @Test
    void append_anyTemplateAndArguments_isWhatSlf4jMakesOfThem() {
        RandomCases.check(CASES, draw -> {
            String template = template(draw);
            Object[] arguments =
                    draw.list(5, () -> argument(draw, 0, new ArrayList<>())).toArray();
            // With a throwable given apart, the last argument is never taken for one; as Logback does it.
            String expected = quietly(() ->
                    MessageFormatter.arrayFormat(template, arguments, null).getMessage());

            assertThat(format(template, arguments)).isEqualTo(expected);
        });
    }

    private static String template(Draw draw) {
        return String.join(
                "",
                draw.list(
                        12, () -> draw.oneOf("{}", "{}", "{", "}", "\\", "\\\\", " ", "order ", "grün", "😀", "{ }")));
    }

    /** Values of all kinds; an array may have itself or one around it as an element. */
    private static Object argument(Draw draw, int depth, List<Object[]> around) {
        return draw.from(
                () -> null,
                () -> draw.hardText(8),
                () -> draw.intBetween(Integer.MIN_VALUE, Integer.MAX_VALUE),
                draw::anyLong,
                draw::anyDouble,
                () -> draw.oneOf(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1f, (short) 3, (byte) -1, 'x', true),
                () -> new BigDecimal("1.50"),
                () -> draw.bytes(4),
                () -> draw.oneOf(
                        new int[] {1, -2},
                        new long[] {Long.MIN_VALUE},
                        new short[] {3, 4},
                        new char[] {'a', '{', '}'},
                        new float[] {1.5f},
                        new double[] {},
                        new boolean[] {true, false}),
                () -> draw.oneOf(new Failing(new IllegalStateException()), new Failing(new AssertionError())),
                NoText::new,
                () -> new StringBuilder("built {}"),
                () -> List.of("a", 1),
                () -> around.isEmpty() ? "none" : around.get(draw.intBetween(0, around.size() - 1)),
                () -> depth > 3 ? "deep" : array(draw, depth, around));
    }

    private static Object[] array(Draw draw, int depth, List<Object[]> around) {
        Object[] array = draw.oneIn(2) ? new Object[draw.size(4)] : new Object[2];
        List<Object[]> inside = new ArrayList<>(around);
        inside.add(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = argument(draw, depth + 1, inside);
        }
        return array;
    }

    @Test
    void append_escapedPlaces_areText() {
        assertThat(format("\\{} {}", 1)).isEqualTo("{} 1");
        assertThat(format("\\\\{}", 1)).isEqualTo("\\1");
        assertThat(format("\\\\\\{}", 1)).isEqualTo("\\\\1");
        assertThat(format("{{}}", 1)).isEqualTo("{1}");
    }

    @Test
    void append_otherNumberOfArgumentsThanPlaces_doesNoHarm() {
        assertThat(format("{} {} {}", 1, 2)).isEqualTo("1 2 {}");
        assertThat(format("{}", 1, 2)).isEqualTo("1");
        assertThat(format("\\{}")).isEqualTo("\\{}");
    }

    @Test
    void append_toStringThatFails_saysSo() {
        assertThat(format("{} {}", new Failing(new StackOverflowError()), 2)).isEqualTo("[FAILED toString()] 2");
    }

    @Test
    void append_arrayInsideItself_ends() {
        Object[] array = {1, null, "twice", "twice"};
        array[1] = array;
        Object[] shared = {7};

        assertThat(format("{}", (Object) array)).isEqualTo("[1, [...], twice, twice]");
        assertThat(format("{}", (Object) new Object[] {shared, shared})).isEqualTo("[[7], [7]]");
    }

    /** Fails when asked for its text. */
    private static final class Failing {

        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public String toString() {
            throw Failing.<RuntimeException>asIs(failure);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> T asIs(Throwable failure) throws T {
            throw (T) failure;
        }
    }

    /** Has no text, which is allowed to nobody and done by some. */
    private static final class NoText {

        @Override
        public String toString() {
            return null;
        }
    }
}
