package dev.hec.receiver.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a parser of a definition's text, or tells all that is wrong with it. Confined to one definition.
 *
 * <p>{@code docs/parsers.md} describes the keys.
 */
final class DefinitionReader {

    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "name",
            "description",
            "format",
            "pattern",
            "patterns",
            "timestamp",
            "multiline",
            "fields",
            "types",
            "absent"));
    private static final int LONGEST_NAME = 100;

    private final Keys keys;

    private DefinitionReader(Keys keys) {
        this.keys = keys;
    }

    /**
     * Reads a definition.
     *
     * @param defaultName its name unless it gives itself one
     * @param json whether it is JSON rather than YAML
     * @throws Problems if it cannot be used
     */
    static Parser read(String text, boolean json, String defaultName) throws Problems {
        Keys keys = new Keys(DefinitionText.read(text, json), KEYS);
        Parser parser = new DefinitionReader(keys).parser(defaultName);
        keys.throwProblems();
        return parser;
    }

    private Parser parser(String defaultName) {
        String name = keys.text("name", defaultName);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            keys.problem("name", "has " + name.length() + " characters; write 1 to " + LONGEST_NAME);
        }
        Map<String, ValueType> types = new TreeMap<>();
        Extraction extraction = extraction(types);
        types.putAll(types());
        return new Parser(
                name,
                extraction,
                new TimestampReader(keys).read(),
                multiline(),
                constants(),
                types,
                Set.copyOf(keys.texts("absent", List.of())));
    }

    private Extraction extraction(Map<String, ValueType> types) {
        String format = keys.text("format", "");
        boolean patterns = format.equals("regex") || format.equals("grok");
        if (!patterns && keys.has("pattern")) {
            keys.problem("pattern", "is for the formats regex and grok only; remove it, or write format: regex");
        }
        if (!format.equals("grok") && keys.has("patterns")) {
            keys.problem("patterns", "is for the format grok only; remove it, or write format: grok");
        }
        return switch (format) {
            case "json" -> new JsonLines();
            case "key=value" -> new KeyValueLines();
            case "syslog" -> new SyslogLines();
            case "accessLog" -> new AccessLogLines();
            case "javaLog" -> new JavaLogLines();
            case "regex", "grok" -> patternLines(format.equals("grok"), types);
            default -> {
                keys.problem(
                        "format",
                        (format.isEmpty() ? "is missing" : "\"" + format + "\" is no format")
                                + "; write json, key=value, regex, grok, syslog, accessLog or javaLog");
                yield new JsonLines();
            }
        };
    }

    private Extraction patternLines(boolean grok, Map<String, ValueType> types) {
        Map<String, String> table = new TreeMap<>(grok ? GrokTable.shipped() : Map.of());
        keys.entries("patterns").forEach((name, node) -> table.put(name, keys.textOf("patterns." + name, node)));
        List<String> texts = keys.texts("pattern", List.of());
        if (texts.isEmpty()) {
            keys.problem("pattern", "is missing; write the expression that a line matches, or a list of them");
        }
        List<Expression> expressions = new ArrayList<>();
        for (String text : texts) {
            try {
                Expression expression = grok ? Expression.grok(text, table) : Expression.regex(text);
                if (!expression.hasFields()) {
                    keys.problem(
                            "pattern",
                            "has no field; name a group, as in "
                                    + (grok ? "%{NUMBER:duration}" : "(?<duration>[0-9]+)"));
                }
                expressions.add(expression);
                types.putAll(expression.types());
            } catch (IllegalArgumentException e) {
                keys.problem("pattern", String.valueOf(e.getMessage()));
            }
        }
        return new PatternLines(expressions);
    }

    private @Nullable Multiline multiline() {
        Keys inner = keys.inner("multiline", Set.of("start", "continue", "maxLines", "maxChars"));
        if (inner == null) {
            return null;
        }
        boolean starts = inner.has("start");
        if (starts == inner.has("continue")) {
            keys.problem(
                    "multiline",
                    "has " + (starts ? "start and continue" : "neither start nor continue") + "; write one of them");
            return null;
        }
        String key = starts ? "start" : "continue";
        int lines = inner.number("maxLines", Multiline.DEFAULT_LINES, 1, 100_000);
        int chars = inner.number("maxChars", Multiline.DEFAULT_CHARS, 1, SafePattern.LONGEST_TEXT);
        try {
            return new Multiline(SafePattern.compile(inner.text(key, "")), starts, lines, chars);
        } catch (IllegalArgumentException e) {
            inner.problem(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Map<String, Object> constants() {
        Map<String, Object> constants = new LinkedHashMap<>();
        keys.entries("fields").forEach((name, node) -> constants.put(name, keys.textOf("fields." + name, node)));
        return constants;
    }

    private Map<String, ValueType> types() {
        Map<String, ValueType> types = new TreeMap<>();
        keys.entries("types").forEach((name, node) -> {
            String type = keys.textOf("types." + name, node);
            try {
                types.put(name, ValueType.valueOf(type.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                keys.problem(node.line(), "types." + name, "\"" + type + "\" is no type; write number or boolean");
            }
        });
        return types;
    }
}
