package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/settings.md} equal to the table; {@code -Dhec.docs.update=true} writes it anew. */
class SettingsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "settings.md");

    private static final String INTRODUCTION = """
            # Settings

            Both appenders take the same words. Sizes are encoded bytes before compression; `KB` and `MB` are
            powers of 1000, `KiB` and `MiB` of 1024 (Logback's own `FileSize` takes `KB` for 1024). A duration needs its unit:
            `500ms`, `10 seconds`, `1.5 min`, `1 day`. What cannot work is told in one message when the appender starts, and the
            application runs on without it. The option names of Splunk's own library are understood too, see
            [migrating](migrating-from-splunk-javalogging.md).

            | Setting | Takes | Default | Meaning |
            |---|---|---|---|
            """;

    @Test
    void document_isTheTableOfSettings() throws IOException {
        String generated = document();
        if (Boolean.getBoolean("hec.docs.update")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(DOCUMENT)
                .as(
                        "generated from HecSetting; update it with mvn -pl hec-core test -Dtest=SettingsDocTest -Dhec.docs.update=true")
                .content()
                .isEqualToNormalizingNewlines(generated);
    }

    private static String document() {
        StringBuilder document = new StringBuilder(INTRODUCTION);
        for (Setting<?> setting : HecSetting.ALL) {
            String defaultText = setting.defaultText() == null ? "" : "`" + setting.defaultText() + "`";
            document.append("| `")
                    .append(setting.name())
                    .append("` | ")
                    .append(cell(setting.kind().expected()))
                    .append(" | ")
                    .append(defaultText)
                    .append(" | ")
                    .append(cell(setting.description()))
                    .append(" |\n");
        }
        return document.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
