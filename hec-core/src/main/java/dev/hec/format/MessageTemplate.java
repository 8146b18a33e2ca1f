package dev.hec.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the arguments of a log call into the places of its template, as {@code org.slf4j.helpers.MessageFormatter} does, but
 * into memory of the caller's: texts, whole numbers and doubles become part of the message without an object of their own.
 *
 * <p>Stateless and thread-safe. A pair of braces is a place; after one backslash it is text, after two it is a place behind
 * one backslash. Arrays are written with their elements, an array inside itself as {@code [...]}, and what fails in its
 * {@code toString} as {@code [FAILED toString()]}; SLF4J also prints such a failure to {@code System.err}, which is left out
 * here.
 */
public final class MessageTemplate {

    private static final String PLACE = "{}";
    private static final char ESCAPE = '\\';

    private MessageTemplate() {}

    /** An array being written, and those that it is an element of. */
    private static final class Enclosing {

        private final @Nullable Object[] array;
        private final @Nullable Enclosing outer;

        Enclosing(@Nullable Object[] array, @Nullable Enclosing outer) {
            this.array = array;
            this.outer = outer;
        }

        static boolean contains(@Nullable Enclosing innermost, @Nullable Object[] array) {
            for (Enclosing each = innermost; each != null; each = each.outer) {
                if (each.array == array) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Appends the message.
     *
     * @param arguments for the places, in their order; too many or too few do no harm
     */
    public static void append(StringBuilder out, String template, @Nullable Object[] arguments) {
        int from = 0;
        int next = 0;
        while (next < arguments.length) {
            int place = template.indexOf(PLACE, from);
            if (place < 0) {
                break;
            }
            int backslashes = backslashesBefore(template, place);
            if (backslashes == 1) {
                // The second brace may belong to another pair.
                out.append(template, from, place - 1).append('{');
                from = place + 1;
            } else {
                out.append(template, from, backslashes == 0 ? place : place - 1);
                argument(out, arguments[next++], null);
                from = place + PLACE.length();
            }
        }
        out.append(template, from, template.length());
    }

    /**
     * The texts before, between and behind the places of a template, one more than there are places; none if there are braces that
     * are no place, whose text depends on whether an argument is left when they are reached.
     */
    static List<String> aroundPlaces(String template) {
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int place = template.indexOf(PLACE); place >= 0; place = template.indexOf(PLACE, from)) {
            int backslashes = backslashesBefore(template, place);
            if (backslashes == 1) {
                return List.of();
            }
            texts.add(template.substring(from, backslashes == 0 ? place : place - 1));
            from = place + PLACE.length();
        }
        texts.add(template.substring(from));
        return texts;
    }

    /** Backslashes right before an index; more than two mean the same as two. */
    private static int backslashesBefore(String template, int index) {
        if (index == 0 || template.charAt(index - 1) != ESCAPE) {
            return 0;
        }
        return index >= 2 && template.charAt(index - 2) == ESCAPE ? 2 : 1;
    }

    private static void argument(StringBuilder out, @Nullable Object argument, @Nullable Enclosing enclosing) {
        if (argument == null) {
            out.append("null");
        } else if (argument instanceof String text) {
            out.append(text);
        } else if (argument instanceof Integer number) {
            out.append(number.intValue());
        } else if (argument instanceof Long number) {
            out.append(number.longValue());
        } else if (argument instanceof Double number) {
            out.append(number.doubleValue());
        } else if (argument instanceof Object[] elements) {
            elements(out, elements, enclosing);
        } else if (argument.getClass().isArray()) {
            out.append(primitives(argument));
        } else {
            out.append(textOf(argument));
        }
    }

    private static void elements(StringBuilder out, @Nullable Object[] elements, @Nullable Enclosing enclosing) {
        if (Enclosing.contains(enclosing, elements)) {
            out.append("[...]");
            return;
        }
        Enclosing inner = new Enclosing(elements, enclosing);
        out.append('[');
        for (int i = 0; i < elements.length; i++) {
            if (i > 0) {
                out.append(", ");
            }
            argument(out, elements[i], inner);
        }
        out.append(']');
    }

    private static String primitives(Object array) {
        if (array instanceof int[] numbers) {
            return Arrays.toString(numbers);
        } else if (array instanceof long[] numbers) {
            return Arrays.toString(numbers);
        } else if (array instanceof byte[] numbers) {
            return Arrays.toString(numbers);
        } else if (array instanceof short[] numbers) {
            return Arrays.toString(numbers);
        } else if (array instanceof char[] characters) {
            return Arrays.toString(characters);
        } else if (array instanceof double[] numbers) {
            return Arrays.toString(numbers);
        } else if (array instanceof float[] numbers) {
            return Arrays.toString(numbers);
        }
        return Arrays.toString((boolean[]) array);
    }

    private static @Nullable String textOf(Object argument) {
        try {
            return argument.toString();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return "[FAILED toString()]";
        }
    }
}
