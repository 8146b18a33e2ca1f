package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps the names in {@code docs/migrating-from-splunk-javalogging.md} equal to {@link SplunkName};
 * {@code -Dhec.docs.update=true} writes them anew.
 */
class MigrationDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "migrating-from-splunk-javalogging.md");
    private static final String BEGIN = "<!-- names -->\n";
    private static final String END = "<!-- end of names -->";

    @Test
    void document_names_areThoseOfTheTable() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        String generated = document.substring(0, from) + table() + document.substring(to);
        if (Boolean.getBoolean("hec.docs.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(DOCUMENT)
                .as("update it with mvn -pl hec-core test -Dtest=MigrationDocTest -Dhec.docs.update=true")
                .content()
                .isEqualToNormalizingNewlines(generated);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("\n| Old | Taken as | |\n|---|---|---|\n");
        for (SplunkName row : SplunkName.ALL) {
            Setting<?> setting = row.setting();
            table.append("| `")
                    .append(row.name())
                    .append("` | ")
                    .append(setting == null ? "no effect" : "`" + setting.name() + "`")
                    .append(" | ")
                    .append(row.advice().replace("|", "\\|"))
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }
}
