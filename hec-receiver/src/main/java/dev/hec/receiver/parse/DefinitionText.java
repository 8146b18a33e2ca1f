package dev.hec.receiver.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML or JSON and remembers the lines. Numbers and booleans are the text they are written as. Stateless. */
final class DefinitionText {

    private static final StreamReadConstraints SHALLOW =
            StreamReadConstraints.builder().maxNestingDepth(10).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(SHALLOW).build();
    private static final JsonFactory YAML =
            YAMLFactory.builder().streamReadConstraints(SHALLOW).build();

    private DefinitionText() {}

    /**
     * Reads a text that is one map.
     *
     * @throws Problems if it is not
     */
    static Map<String, Node> read(String text, boolean json) throws Problems {
        try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new Problems(
                        lineOf(parser), "is no map of keys and values; begin with format: json, for instance");
            }
            Map<String, Node> map = map(parser);
            if (parser.nextToken() != null) {
                throw new Problems(lineOf(parser), "a second document; write each parser into a file of its own");
            }
            return map;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new Problems(
                    line,
                    "is no " + (json ? "JSON" : "YAML") + ": " + firstLine(e.getOriginalMessage())
                            + (json ? "" : "; put texts with special characters between single quotes"));
        } catch (IOException e) {
            throw new IllegalStateException("reading a string failed", e);
        }
    }

    private static Node node(JsonParser parser, int line) throws IOException, Problems {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new Node(line, map(parser));
            case START_ARRAY -> {
                List<Node> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(node(parser, lineOf(parser)));
                }
                yield new Node(line, list);
            }
            case VALUE_NULL -> throw new Problems(line, "a value is empty; write one, or '' for an empty text");
            default -> new Node(line, parser.getText());
        };
    }

    private static Map<String, Node> map(JsonParser parser) throws IOException, Problems {
        Map<String, Node> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = lineOf(parser);
            parser.nextToken();
            if (map.put(key, node(parser, line)) != null) {
                throw new Problems(line, key + ": is there twice; keep one");
            }
        }
        return map;
    }

    private static int lineOf(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
