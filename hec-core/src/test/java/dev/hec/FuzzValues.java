package dev.hec;

import dev.hec.testing.FuzzInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Values of all kinds that an application may log, made of a fuzzer's bytes: deep, endless, cyclic and failing ones too. Stateless. */
final class FuzzValues {

    private static final int MOST_NESTING = 12;

    private FuzzValues() {}

    static Object of(FuzzInput in) {
        return of(in, 0);
    }

    private static Object of(FuzzInput in, int depth) {
        if (depth == MOST_NESTING) {
            return "deep";
        }
        return switch (in.below(16)) {
            case 0 -> null;
            case 1 -> in.text();
            case 2 -> in.anyLong();
            case 3 -> Double.longBitsToDouble(in.anyLong());
            case 4 -> Float.intBitsToFloat(in.anyInt());
            case 5 -> new BigDecimal(BigInteger.valueOf(in.anyLong()).pow(1 + in.below(20)), in.anyInt());
            case 6 -> map(in, depth);
            case 7 -> list(in, depth);
            case 8 -> new Object[] {of(in, depth + 1), of(in, depth + 1)};
            case 9 -> new int[in.below(3_000)];
            case 10 -> in.bytes(in.below(40));
            case 11 -> new UUID(in.anyLong(), in.anyLong());
            case 12 -> new Moody(in.next(), in.text());
            case 13 -> new MoodyMap(in.flag(), of(in, depth + 1));
            case 14 -> new StringBuilder(in.text());
            default -> in.flag();
        };
    }

    private static Object map(FuzzInput in, int depth) {
        // By identity, because some keys have no hash code.
        Map<Object, Object> map = new IdentityHashMap<>();
        for (int i = in.below(6); i > 0; i--) {
            map.put(in.flag() ? in.text() : of(in, MOST_NESTING - 1), of(in, depth + 1));
        }
        if (in.below(4) == 3) {
            map.put("itself", map);
        }
        return map;
    }

    private static Object list(FuzzInput in, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = in.below(6); i > 0; i--) {
            list.add(of(in, depth + 1));
        }
        if (in.below(4) == 3) {
            list.add(list);
            list.add(list);
        }
        return list;
    }

    /** An object with a text, without one, or that fails to give it. */
    private record Moody(int mood, String text) {

        @Override
        public String toString() {
            return switch (mood % 4) {
                case 0 -> text;
                case 1 -> null;
                case 2 -> throw new IllegalStateException();
                default -> throw new StackOverflowError();
            };
        }
    }

    /** A map that fails after its first entry, or has no end. */
    private static final class MoodyMap extends AbstractMap<Object, Object> {

        private final boolean fails;
        private final Object value;

        MoodyMap(boolean fails, Object value) {
            this.fails = fails;
            this.value = value;
        }

        @Override
        public String toString() {
            return "moody";
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<Object, Object>> iterator() {
                    return entries();
                }

                @Override
                public int size() {
                    return 1;
                }
            };
        }

        private Iterator<Map.Entry<Object, Object>> entries() {
            return new Iterator<>() {
                private int given;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Map.Entry<Object, Object> next() {
                    if (fails && given > 0) {
                        throw new ConcurrentModificationException();
                    }
                    return Map.entry("key" + given++, value == null ? "" : value);
                }
            };
        }
    }
}
