package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.Receiver;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.SettingSource;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/receiver-operation.md says is so. */
@Timeout(60)
class OperationDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/receiver-operation.md");

    @TempDir
    private Path directory;

    @Test
    void metrics_areThoseOfTheTable() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.ACCESS_LOG, directory.resolve("access.log").toString());
        try (Receiver receiver = Receiver.open(settings, DefaultStorage.OPENER)) {
            String table = receiver.metrics().stream()
                    .map(OperationDocumentTest::row)
                    .collect(Collectors.joining(
                            "\n", "| Metric | Kind | In JMX | Meaning |\n|---|---|---|---|\n", "\n"));
            String document = Files.readString(DOCUMENT);
            String generated = Pattern.compile("(?s)<!-- metrics -->.*<!-- /metrics -->")
                    .matcher(document)
                    .replaceFirst(Matcher.quoteReplacement("<!-- metrics -->\n" + table + "<!-- /metrics -->"));
            if (Boolean.getBoolean("hec.docs.update")) {
                Files.writeString(DOCUMENT, generated);
                document = generated;
            }

            assertThat(document)
                    .as("generated from the table; update it with"
                            + " mvn -pl hec-receiver test -Dtest=OperationDocumentTest -Dhec.docs.update=true")
                    .isEqualTo(generated)
                    .contains(table);
        }
    }

    private static String row(Metric metric) {
        return "| `" + metric.name() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | `"
                + metric.attribute() + "` | " + metric.sentence() + " |";
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl req", "keytool -genkeypair"})
    void tlsExample_makesFilesThatTheReceiverTakes(String begin) throws Exception {
        Matcher block =
                Pattern.compile("```sh\n(" + begin + ".*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        Process shell;
        try {
            shell = new ProcessBuilder(
                            "sh", "-e", "-c", "command -v openssl && command -v keytool || exit 77\n" + block.group(1))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no shell");
            return;
        }
        assertThat(shell.waitFor(50, TimeUnit.SECONDS)).isTrue();
        Assumptions.assumeTrue(shell.exitValue() != 77, "there is no openssl or no keytool");
        assertThat(shell.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();

        TlsIdentity identity = TlsIdentity.read(directory.resolve("tls.crt"), directory.resolve("tls.key"));

        assertThat(identity.chain()).hasSize(1);
        assertThat(identity.chain().get(0).getSubjectAlternativeNames()).hasSize(2);
    }

    @Test
    void settingsExample_isUnderstood() throws Exception {
        Matcher block =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        Path file = Files.writeString(directory.resolve("receiver.properties"), block.group(1));

        Settings settings = Settings.withFile(
                List.of(new SettingSource("test", row -> row.equals(Setting.CONFIG) ? file.toString() : null)),
                List.of(SettingSource.defaults()),
                List.of());

        assertThat(settings.get(Setting.DATA_DIR)).isEqualTo(Path.of("/var/lib/hec-receiver"));
    }
}
