package dev.hec.receiver.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/receiver-settings.md} equal to the table; {@code -Dhec.docs.update=true} writes it anew. */
class SettingsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "receiver-settings.md");

    private static final String INTRODUCTION = """
            # Settings of the receiver

            Each can be written in four places; the first of these counts:

            1. the command line: `--data-dir DIR` or `--data-dir=DIR`
            2. a system property: `hec.data-dir`
            3. an environment variable: `HEC_DATA_DIR`
            4. the properties file that `--config` names: `data-dir=DIR`

            In a container there is no command line; system properties and variables count there. `port`, `bind`, `port-file`,
            `tls-*` and `log-format` are the container's business. Sizes take `KB`, `MB`, `GB`, `TB` (powers of 1000; the
            `B` may be left out) and `KiB`, `MiB`, `GiB`, `TiB` (powers of 1024); durations take `s`, `m` or `min`, `h`, `d`,
            `w`. What cannot work is told in one message, and the receiver does not start.

            `HEC_TOKEN` is the `token` here and, by convention, what applications that send give to their appenders. Where both run
            in one environment they share it, which is as it should be; a receiver that should have a token of its own there needs
            `--token-file` or `--tokens` and an environment without `HEC_TOKEN`. The start prints where each value was written.

            | Setting | Takes | Default | Meaning |
            |---|---|---|---|
            """;

    @Test
    void document_isTheTableOfSettings() throws IOException {
        String generated = document();
        if (Boolean.getBoolean("hec.docs.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(DOCUMENT)
                .as(
                        "generated from Setting; update it with mvn -pl hec-receiver test -Dtest=SettingsDocTest -Dhec.docs.update=true")
                .content()
                .isEqualToNormalizingNewlines(generated);
    }

    private static String document() {
        StringBuilder document = new StringBuilder(INTRODUCTION);
        for (Setting<?> setting : Setting.ALL) {
            String defaultText = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
            document.append("| `")
                    .append(setting.name())
                    .append("` | ")
                    .append(setting.argument().replace("|", "\\|"))
                    .append(" | ")
                    .append(defaultText)
                    .append(" | ")
                    .append(setting.sentence().replace("|", "\\|"))
                    .append(" |\n");
        }
        return document.toString();
    }
}
