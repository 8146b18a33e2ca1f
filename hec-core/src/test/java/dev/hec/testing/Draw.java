package dev.hec.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Random values for one case of {@link RandomCases}, and a note of them for its failure.
 *
 * <p>Confined to one thread. The same seed gives the same values.
 */
public final class Draw {

    private static final int NOTED_CHARS = 600;

    /** Characters that JSON and UTF-8 treat in a way of their own. */
    private static final String SPECIAL = "\"\\/\u007f\u0080\u07ff\u0800\u2028\u2029\ufeff\uffff";

    private final Random random;
    private final StringBuilder noted = new StringBuilder();

    Draw(long seed) {
        // Seeds that follow each other give random numbers that begin alike.
        random = new Random(new SplittableRandom(seed).nextLong());
    }

    private <T> T note(T value, String shown) {
        if (noted.length() < NOTED_CHARS) {
            noted.append(noted.isEmpty() ? "" : ", ").append(shown);
        }
        return value;
    }

    /** True once in this many draws. */
    public boolean oneIn(int draws) {
        return random.nextInt(draws) == 0;
    }

    /** Any number from the one to the other, inclusive; the ends, numbers near zero and small ones often. */
    public long longBetween(long min, long max) {
        long drawn = number(min, max);
        return note(drawn, Long.toString(drawn));
    }

    private long number(long min, long max) {
        long drawn = switch (random.nextInt(8)) {
            case 0 -> min;
            case 1 -> max;
            case 2 -> random.nextInt(3) - 1;
            // Every order of magnitude is as likely as any other.
            case 3, 4, 5 -> random.nextLong() >> random.nextInt(64);
            default -> random.nextLong();
        };
        if (drawn >= min && drawn <= max) {
            return drawn;
        }
        long span = max - min + 1;
        return span <= 0 ? Math.max(min, Math.min(max, drawn)) : min + Math.floorMod(drawn, span);
    }

    /** As {@link #longBetween}. */
    public int intBetween(int min, int max) {
        return (int) longBetween(min, max);
    }

    /** Any {@code long}. */
    public long anyLong() {
        return longBetween(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Any finite {@code double}, of any magnitude. */
    public double anyDouble() {
        double drawn = random.nextBoolean()
                ? oneOf(0.0, -0.0, 1.0, -1.0, 0.1, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, 1e-3, 1e7)
                : Double.longBitsToDouble(random.nextLong());
        double finite = Double.isFinite(drawn) ? drawn : random.nextGaussian();
        return note(finite, Double.toString(finite));
    }

    /** From 0 inclusive to 1 exclusive. */
    public double fraction() {
        double drawn = switch (random.nextInt(8)) {
            case 0 -> 0.0;
            case 1 -> Math.nextDown(1.0);
            default -> random.nextDouble();
        };
        return note(drawn, Double.toString(drawn));
    }

    /** A length up to a largest: short ones as often as long ones. */
    public int size(int max) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> max;
            default -> random.nextInt(1 + random.nextInt(1 + random.nextInt(max + 1)));
        };
    }

    /** Bytes without any order, or with many repetitions. */
    public byte[] bytes(int maxLength) {
        byte[] drawn = new byte[size(maxLength)];
        random.nextBytes(drawn);
        if (random.nextBoolean()) {
            int kinds = 1 + random.nextInt(4);
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (byte) Math.floorMod(drawn[i], kinds);
            }
        }
        return note(drawn, drawn.length + " bytes");
    }

    /** Printable and unprintable ASCII. */
    public String ascii(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = size(maxLength); i > 0; i--) {
            text.append((char) random.nextInt(0x80));
        }
        return note(text.toString(), visible(text));
    }

    /** Text of the characters that are hard to write: controls, quotes, surrogates in pairs and alone, all planes. */
    public String hardText(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = size(maxLength); i > 0; i--) {
            text.append(hardChar());
        }
        return note(text.toString(), visible(text));
    }

    private char hardChar() {
        return switch (random.nextInt(18)) {
            case 0, 1 -> (char) random.nextInt(0x20);
            case 2, 3 -> SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            case 4, 5, 6 -> (char) (0xd800 + random.nextInt(0x400));
            case 7, 8, 9 -> (char) (0xdc00 + random.nextInt(0x400));
            case 10, 11 -> anyChar();
            default -> (char) random.nextInt(0x80);
        };
    }

    /** Any UTF-16 unit, each as likely as any other. */
    public char anyChar() {
        return (char) random.nextInt(0x1_0000);
    }

    /** One of the values. */
    @SafeVarargs
    public final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    /** What one of the sources gives. */
    @SafeVarargs
    public final <T> T from(Supplier<? extends T>... sources) {
        return sources[random.nextInt(sources.length)].get();
    }

    /** A list of up to so many elements. */
    public <T> List<T> list(int maxSize, Supplier<? extends T> elements) {
        List<T> list = new ArrayList<>();
        for (int i = size(maxSize); i > 0; i--) {
            list.add(elements.get());
        }
        return list;
    }

    private static String visible(CharSequence text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < text.length() && shown.length() < NOTED_CHARS; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f && c != '\\' && c != '"') {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.append('"').toString();
    }

    /** What was drawn, in order, up to a length. */
    @Override
    public String toString() {
        return noted.isEmpty() ? "nothing" : noted.toString();
    }
}
