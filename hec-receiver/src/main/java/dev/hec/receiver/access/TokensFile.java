package dev.hec.receiver.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.hec.receiver.config.FileTrouble;
import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a file that defines tokens: YAML, or JSON in a file named {@code .json}. Stateless and thread-safe.
 *
 * <p>Messages name the line and the key, if it is a known one, and never the value or what a parser says: it may be a token.
 */
final class TokensFile {

    private static final System.Logger LOG = System.getLogger(TokensFile.class.getName());

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int MOST_ENTRIES = 10_000;

    private static final StreamReadConstraints SHALLOW =
            StreamReadConstraints.builder().maxNestingDepth(10).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(SHALLOW).build();
    private static final JsonFactory YAML =
            YAMLFactory.builder().streamReadConstraints(SHALLOW).build();

    private final Path file;
    private final boolean json;
    private final List<String> problems = new ArrayList<>();

    private TokensFile(Path file) {
        this.file = file;
        this.json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /**
     * The tokens that a file defines.
     *
     * @throws InvalidSettings with all that is wrong with it
     * @throws IOException if it cannot be read
     */
    static List<TokenDefinition> read(Path file) throws IOException, InvalidSettings {
        TokensFile reading = new TokensFile(file);
        List<TokenDefinition> tokens = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (EntryText entry : reading.entries(reading.text())) {
            TokenDefinition token = new TokenEntry(entry, reading::problem).definition();
            if (token != null) {
                tokens.add(token);
                if (entry.value("token") != null) {
                    plain.add(token.name());
                }
            }
        }
        if (tokens.isEmpty() && reading.problems.isEmpty()) {
            reading.problems.add("the tokens file " + file + " defines no token; see docs/tokens.md for an example");
        }
        if (!reading.problems.isEmpty()) {
            throw new InvalidSettings(reading.problems);
        }
        if (!plain.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Tokens are written in plain in {0}: {1}. Write their hash instead; java -jar hec-receiver.war --hash-token"
                            + " prints it",
                    file,
                    plain);
        }
        return tokens;
    }

    private void problem(int line, String problem) {
        problems.add("line " + line + " of the tokens file " + file + ": " + problem);
    }

    private String text() throws IOException, InvalidSettings {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InvalidSettings(
                        List.of("the tokens file " + file + " has more than " + LARGEST + " bytes; make it smaller"));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidSettings(List.of("the tokens file " + file + " is not UTF-8; save it as UTF-8"));
        } catch (NoSuchFileException e) {
            throw e; // told by who asked for the file
        } catch (IOException e) {
            throw new IOException("the tokens file " + file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private List<EntryText> entries(String text) throws IOException {
        List<EntryText> entries = new ArrayList<>();
        try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                problem(
                        line(parser),
                        json
                                ? "the file is a list by itself; write {\"tokens\": before it and } after it"
                                : "the file is a list by itself; write tokens: on a line above it");
                return entries;
            }
            if (first != JsonToken.START_OBJECT
                    || parser.nextToken() != JsonToken.FIELD_NAME
                    || !parser.currentName().equals("tokens")
                    || parser.nextToken() != JsonToken.START_ARRAY) {
                problem(line(parser), "a list of tokens is missing; begin with tokens: and one entry below for each");
                return entries;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (entries.size() == MOST_ENTRIES) {
                    problem(line(parser), "there are more than " + MOST_ENTRIES + " entries; remove some");
                    return entries;
                }
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    entries.add(new EntryText(line(parser), values(parser)));
                } else {
                    problem(line(parser), "an entry is no map of keys and values; write at least name and hash");
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                problem(line(parser), "something follows the list of tokens; remove it");
            }
        } catch (JsonProcessingException e) {
            problem(
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr()),
                    json
                            ? "this is no JSON; look for a missing comma, quote or bracket"
                            : "this is no YAML; look at the indentation, and quote texts with special characters");
        }
        return entries;
    }

    private Map<String, EntryText.Value> values(JsonParser parser) throws IOException {
        Map<String, EntryText.Value> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = line(parser);
            parser.nextToken();
            EntryText.Value value = value(parser, key, line);
            if (values.put(key, value) != null) {
                problem(line, named(key) + " is there twice in one entry; keep one");
            }
        }
        return values;
    }

    private EntryText.Value value(JsonParser parser, String key, int line) throws IOException {
        List<String> texts = new ArrayList<>();
        boolean list = parser.currentToken() == JsonToken.START_ARRAY;
        if (!list) {
            addText(parser, key, texts);
        } else {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addText(parser, key, texts);
            }
        }
        return new EntryText.Value(line, texts, list);
    }

    private void addText(JsonParser parser, String key, List<String> texts) throws IOException {
        if (parser.currentToken().isStructStart()) {
            problem(line(parser), named(key) + " is a map, or a list in a list, where a text belongs");
            parser.skipChildren();
        } else if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problem(line(parser), named(key) + " is an alias, which is not understood; write the value itself");
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            // As written: a token that looks like a number is none.
            texts.add(parser.getText().strip());
        }
    }

    /** A key that nobody knows is not told: it may be a token in the wrong place. */
    private static String named(String key) {
        return TokenEntry.KEYS.contains(key) ? key : "a key";
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
