package dev.hec.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Code in a document of the project, so that tests run what people read. */
public final class DocumentedCode {

    private static final Path DOCUMENTS = Path.of("..", "docs");

    private DocumentedCode() {}

    /**
     * The only fenced block of a document with this text behind its opening fence.
     *
     * @param document name of a file in {@code docs}
     * @param info such as {@code xml after logback}
     */
    public static String of(String document, String info) {
        String text;
        try {
            text = Files.readString(DOCUMENTS.resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> blocks = Pattern.compile("(?ms)^```" + Pattern.quote(info) + "\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```")))
                .toList();
        if (blocks.size() != 1) {
            throw new AssertionError(document + " has " + blocks.size() + " blocks \"" + info + "\"");
        }
        return blocks.get(0);
    }
}
