package dev.hec.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the names in {@code docs/events.md} equal to {@link EventField}; {@code -Dhec.docs.update=true} writes them anew. */
class EventsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");
    private static final String BEGIN = "<!-- names -->\n";
    private static final String END = "<!-- end of names -->";

    @Test
    void document_names_areThoseOfThePresets() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        String generated = document.substring(0, from) + table() + document.substring(to);
        if (Boolean.getBoolean("hec.docs.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(DOCUMENT)
                .as("update it with mvn -pl hec-core test -Dtest=EventsDocTest -Dhec.docs.update=true")
                .content()
                .isEqualToNormalizingNewlines(generated);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("\n| Part |");
        EventField.PRESETS.forEach(preset -> table.append(" `").append(preset).append("` |"));
        table.append("\n|---|").append("---|".repeat(EventField.PRESETS.size())).append('\n');
        EventShape usual = new EventShape(Shapes.settings());
        for (EventField field : EventField.values()) {
            List<String> names = EventField.PRESETS.stream()
                    .map(field::name)
                    .map(name -> name.isEmpty() ? "" : "`" + name + "`")
                    .toList();
            table.append("| `")
                    .append(field.key())
                    .append(usual.includes(field) ? "` | " : "` * | ")
                    .append(String.join(" | ", names))
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }
}
