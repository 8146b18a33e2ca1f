package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What configurations written for splunk-library-javalogging become; each adapter's tests inherit it. */
public abstract class MigrationContract {

    private static final String DOCUMENT = "migrating-from-splunk-javalogging.md";
    private static final String TOKEN = "s3cr3t-t0k3n-0123456789";
    private static final String UNDERSTOOD = "option names of splunk-library-javalogging are understood: ";

    /** For configuration files. */
    @TempDir
    protected Path directory;

    /** The name of the framework, as the document has it behind its fences. */
    protected abstract String framework();

    /** What the old appender is called in a configuration. */
    protected abstract String oldName();

    /** What ours is called. */
    protected abstract String newName();

    /** A configuration in the framework's XML: an appender with options, for all levels of all loggers. */
    protected abstract String xml(Map<String, String> options);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    /** How the status marks what is information. */
    protected abstract String information();

    private AppenderHost start(String configuration) throws Exception {
        return start(Files.writeString(directory.resolve("logging.xml"), configuration));
    }

    private static Map<String, String> options(ScriptedCollector collector) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", collector.url());
        options.put("token", TOKEN);
        return options;
    }

    @Test
    void document_beforeAndAfter_differInOneName() {
        String before = DocumentedCode.of(DOCUMENT, "xml before " + framework());
        String after = DocumentedCode.of(DOCUMENT, "xml after " + framework());

        assertThat(before).containsOnlyOnce(oldName());
        assertThat(before.replace(oldName(), newName())).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void document_oldConfiguration_deliversAfterChangeOfOneName(boolean layout) throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            String configuration = DocumentedCode.of(DOCUMENT, "xml before " + framework())
                    .replace(oldName(), newName())
                    .replace("https://splunk.example.com:8088", collector.url())
                    .replace("8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b", TOKEN);
            if (!layout) {
                configuration = configuration.replaceFirst("(?s)<layout.*</layout>", "");
            }
            boolean text = configuration.contains("<layout");
            List<String> notes;
            List<String> complaints = new ArrayList<>();
            try (AppenderHost host = start(configuration)) {
                host.log("INFO", "order {} accepted", 7);

                assertThat(host.active())
                        .as(() -> host.status().messages().toString())
                        .isTrue();
                JsonNode envelope = collector.awaitEvents(1).get(0);
                assertThat(envelope.path("index").asText()).isEqualTo("main");
                assertThat(envelope.path("source").asText()).isEqualTo("orders");
                assertThat(envelope.path("sourcetype").asText()).isEqualTo("_json");
                JsonNode event = envelope.path("event");
                assertThat((text ? event : event.path("message")).textValue()).isEqualTo("order 7 accepted");
                assertThat(event.has("logger")).isEqualTo(!text);
                assertThat(event.has("thread")).isFalse();
                assertThat(collector.requests().get(0).path()).isEqualTo("/services/collector/event");
                notes = host.status().containing(UNDERSTOOD);
                complaints.addAll(host.status().containing("WARN"));
                complaints.addAll(host.status().containing("ERROR"));
            }
            assertThat(complaints).isEmpty();
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .contains(
                            information(),
                            "Appender HEC",
                            "batch_interval=500 is taken as linger=500ms",
                            "batch_size_count=100 is taken as batchEvents=100",
                            "batch_size_bytes=65536 is taken as batchBytes=65536",
                            "retries_on_error has no effect",
                            "send_mode=sequential is taken as maxInFlight=1",
                            "=5000 is taken as connectTimeout=5000ms",
                            "=2000 is taken as drainTimeout=2000ms",
                            "includeThreadName=false is taken as fieldNames=thread=",
                            "disableCertificateValidation has no effect: certificates are always checked")
                    .doesNotContain(TOKEN);
        }
    }

    @Test
    void type_whereItArrives_isTheMode() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            Map<String, String> options = options(collector);
            options.put("type", "raw");
            options.put("batch_interval", "10");
            try (AppenderHost host = start(xml(options))) {
                assertThat(host.active()).isTrue();
                assertThat(host.status().containing("type=raw is taken as mode=raw"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void certificateValidation_disabled_isRefusedWithTheFix() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            Map<String, String> options = options(collector);
            options.put("disableCertificateValidation", "true");
            try (AppenderHost host = start(xml(options))) {
                host.log("INFO", "unharmed");

                assertThat(host.active()).isFalse();
                assertThat(host.status().containing("disableCertificateValidation: \"true\" would send"))
                        .singleElement()
                        .asString()
                        .contains("tlsTrust", "tlsPins");
            }
        }
    }

    @Test
    void codeOfTheOldLibrary_isToldToHaveNoEffect() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            Map<String, String> options = options(collector);
            options.put("eventBodySerializer", "com.example.Mine");
            options.put("batch_interval", "10");
            try (AppenderHost host = start(xml(options))) {
                host.log("INFO", "m");

                collector.awaitEvents(1);
                assertThat(host.status().containing(UNDERSTOOD))
                        .singleElement()
                        .asString()
                        .contains("eventBodySerializer has no effect")
                        .doesNotContain(information());
            }
        }
    }
}
