package dev.hec.receiver.parse;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression with the fields that its groups are. Immutable and thread-safe.
 *
 * <p>A regular expression has named groups, {@code (?<name>…)} or {@code (?P<name>…)}. Grok has references besides,
 * <code>%{NAME}</code>, <code>%{NAME:field}</code> and <code>%{NAME:field:number}</code>, and its names may have dots and come again. So in
 * both, names are replaced by numbers before the engine sees them.
 */
final class Expression {

    private static final Pattern GROUP = Pattern.compile("\\(\\?P?<([^>=!]+)>");
    private static final Pattern REFERENCE =
            Pattern.compile("%\\{([A-Za-z0-9_]+)(?::([A-Za-z0-9_.@\\[\\]-]+))?(?::([a-z]+))?\\}");
    private static final Pattern NAME = Pattern.compile("^[A-Za-z_@][A-Za-z0-9_.@-]*$");
    private static final int DEEPEST = 20;

    private final Pattern pattern;
    private final int[] groups;
    private final String[] names;
    private final Map<String, ValueType> types;

    private Expression(Pattern pattern, int[] groups, String[] names, Map<String, ValueType> types) {
        this.pattern = pattern;
        this.groups = groups;
        this.names = names;
        this.types = types;
    }

    /**
     * A regular expression.
     *
     * @throws IllegalArgumentException with a message that completes "the pattern …"
     */
    static Expression regex(String text) {
        return new Numbering(Map.of()).compile(text);
    }

    /**
     * A grok expression.
     *
     * @param table what names stand for
     * @throws IllegalArgumentException with a message that completes "the pattern …"
     */
    static Expression grok(String text, Map<String, String> table) {
        Numbering numbering = new Numbering(table);
        return numbering.compile(numbering.expanded(text, 0));
    }

    /** Types that the expression itself gives to fields. */
    Map<String, ValueType> types() {
        return types;
    }

    /** Whether it has any field. */
    boolean hasFields() {
        return names.length > 0;
    }

    /** Finds the fields in a line; false if it does not match. */
    <X extends Exception> boolean extract(String line, LineFields<X> into) throws X {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return false;
        }
        for (int i = 0; i < groups.length; i++) {
            String text = matcher.group(groups[i]);
            if (text != null) {
                into.put(names[i], text);
            }
        }
        return true;
    }

    /** Gives numbers to names while an expression is read. */
    private static final class Numbering {

        private final Map<String, String> table;
        private final List<String> names = new ArrayList<>();
        private final Map<String, ValueType> types = new LinkedHashMap<>();

        Numbering(Map<String, String> table) {
            this.table = table;
        }

        Expression compile(String text) {
            Matcher group = GROUP.matcher(text);
            StringBuilder numbered = new StringBuilder();
            int from = 0;
            while (group.find()) {
                if (!escaped(text, group.start())) {
                    numbered.append(text, from, group.start());
                    numbered.append("(?P<").append(number(group.group(1))).append('>');
                    from = group.end();
                }
            }
            numbered.append(text, from, text.length());
            Pattern pattern = SafePattern.compile(numbered.toString());
            int[] groups = new int[pattern.namedGroups().size()];
            String[] fields = new String[groups.length];
            int count = 0;
            for (int number = 0; number < names.size(); number++) {
                Integer index = pattern.namedGroups().get("f" + number);
                if (index != null) { // else the name is in a quotation
                    groups[count] = index;
                    fields[count++] = names.get(number);
                }
            }
            return new Expression(pattern, groups, fields, Map.copyOf(types));
        }

        private static boolean escaped(String text, int at) {
            int backslashes = 0;
            while (backslashes < at && text.charAt(at - 1 - backslashes) == '\\') {
                backslashes++;
            }
            return backslashes % 2 == 1;
        }

        private String number(String name) {
            if (!NAME.matcher(name).find()) {
                throw new IllegalArgumentException(
                        "has a group named \"" + name + "\"; names have letters, digits, _ . @ and -");
            }
            names.add(name);
            return "f" + (names.size() - 1);
        }

        /** The text with its references replaced by what they stand for. */
        String expanded(String text, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("has references that lead in a circle or deeper than " + DEEPEST);
            }
            Matcher reference = REFERENCE.matcher(text);
            StringBuilder expanded = new StringBuilder();
            int from = 0;
            while (reference.find()) {
                expanded.append(text, from, reference.start());
                expanded.append(replacement(reference, depth));
                from = reference.end();
                if (expanded.length() > SafePattern.LONGEST_EXPRESSION) {
                    throw new IllegalArgumentException("is longer than " + SafePattern.LONGEST_EXPRESSION
                            + " characters with its references replaced; write it in several patterns");
                }
            }
            String whole = expanded.append(text, from, text.length()).toString();
            int left = whole.indexOf("%{");
            if (left >= 0) {
                throw new IllegalArgumentException("has a reference that is none: "
                        + whole.substring(left, Math.min(whole.length(), left + 20))
                        + "; write %{NAME}, %{NAME:field} or %{NAME:field:number}");
            }
            return whole;
        }

        private String replacement(Matcher reference, int depth) {
            String name = reference.group(1);
            String definition = table.get(name);
            if (definition == null) {
                throw new IllegalArgumentException("refers to %{" + name + "}, which is no pattern; define it under"
                        + " patterns, or take one of " + String.join(", ", table.keySet()));
            }
            String body = expanded(definition, depth + 1);
            String field = reference.group(2);
            if (field == null) {
                return "(?:" + body + ")";
            }
            String type = reference.group(3);
            if (type != null) {
                types.put(field, typeOf(type));
            }
            return "(?P<" + field + ">" + body + ")";
        }

        private static ValueType typeOf(String type) {
            return switch (type) {
                case "number", "int", "long", "float", "double" -> ValueType.NUMBER;
                case "boolean" -> ValueType.BOOLEAN;
                default ->
                    throw new IllegalArgumentException(
                            "gives the type " + type + " to a field; write number or boolean");
            };
        }
    }
}
