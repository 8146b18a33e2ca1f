package dev.hec.receiver.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of a definition, or of a map in it, and what is wrong with them. Confined to one definition. */
final class Keys {

    private final Map<String, Node> nodes;
    private final String path;
    private final int line;
    private final List<String> problems;

    /** The keys of a definition, of which those in {@code known} have a meaning. */
    Keys(Map<String, Node> nodes, Set<String> known) {
        this(nodes, "", 1, known, new ArrayList<>());
    }

    private Keys(Map<String, Node> nodes, String path, int line, Set<String> known, List<String> problems) {
        this.nodes = nodes;
        this.path = path;
        this.line = line;
        this.problems = problems;
        nodes.forEach((key, node) -> {
            if (!known.contains(key)) {
                problem(
                        node.line(),
                        path + key,
                        "is no key here; write one of " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    boolean has(String key) {
        return nodes.containsKey(key);
    }

    /** The text of a key. */
    String text(String key, String fallback) {
        Node node = nodes.get(key);
        return node == null ? fallback : textOf(path + key, node);
    }

    /** The text of a node; an empty one if it is none. */
    String textOf(String name, Node node) {
        if (node.value() instanceof String text) {
            return text;
        }
        problem(node.line(), name, "is " + node.kind() + "; write a text");
        return "";
    }

    /** The texts of a key that is a text or a list of texts. */
    List<String> texts(String key, List<String> fallback) {
        Node node = nodes.get(key);
        if (node == null) {
            return fallback;
        }
        if (!(node.value() instanceof List<?> list)) {
            return List.of(textOf(path + key, node));
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            texts.add(textOf(path + key, (Node) element));
        }
        return texts;
    }

    /** The whole number of a key. */
    int number(String key, int fallback, int least, int most) {
        String text = text(key, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problem(key, "\"" + text + "\" is no number from " + least + " to " + most);
        return fallback;
    }

    /** The entries of a key that is a map of the user's own names; empty without it. */
    @SuppressWarnings("unchecked") // a map in a node has nodes for values
    Map<String, Node> entries(String key) {
        Node node = nodes.get(key);
        if (node == null) {
            return Map.of();
        }
        if (node.value() instanceof Map<?, ?> map) {
            return (Map<String, Node>) map;
        }
        problem(key, "is " + node.kind() + "; write a map of names and values");
        return Map.of();
    }

    /** The keys of a key that is a map; null without it. */
    @Nullable
    Keys inner(String key, Set<String> known) {
        Node node = nodes.get(key);
        return node == null ? null : new Keys(entries(key), path + key + ".", node.line(), known, problems);
    }

    /** Notes what is wrong with a key. */
    void problem(String key, String problem) {
        Node node = nodes.get(key);
        problem(node == null ? line : node.line(), path + key, problem);
    }

    void problem(int at, String name, String problem) {
        problems.add("line " + at + ": " + name + ": " + problem);
    }

    /** Ends the reading if anything is wrong. */
    void throwProblems() throws Problems {
        if (!problems.isEmpty()) {
            throw new Problems(problems);
        }
    }
}
