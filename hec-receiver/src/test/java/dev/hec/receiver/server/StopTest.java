package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.CapturedLog;
import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.Receiver;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a receiver ends: after it ran, and where a file of the settings does not let it begin. */
@Timeout(60)
class StopTest {

    @TempDir
    private Path directory;

    @RegisterExtension
    final CapturedLog log = CapturedLog.of(Receiver.class);

    private final MemoryStorage storage = new MemoryStorage();

    private Settings settings() {
        return Settings.defaults()
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.PORT_FILE, directory.resolve("run/port"));
    }

    private ReceiverServer open(Settings settings) throws Exception {
        return ReceiverServer.open(settings, ignored -> storage, directory.resolve("tomcat"));
    }

    private CompletableFuture<HttpResponse<String>> post(ReceiverServer server) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(server.url() + "/services/collector"))
                                .header("Authorization", "Bearer t")
                                .POST(BodyPublishers.ofString("{\"event\":1}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void stop_whileARequestRuns_tellsThatItBeganWhatItFinishedAndThatItEnded() throws Exception {
        ReceiverServer server = open(settings());
        assertThat(directory.resolve("run/port")).hasContent(Integer.toString(server.port()));
        storage.closeGate();
        CompletableFuture<HttpResponse<String>> running = post(server);
        storage.awaitAppend();

        CompletableFuture.runAsync(() -> {
            while (Files.exists(directory.resolve("run/port"))) {
                Thread.onSpinWait(); // the stop has begun once it is gone
            }
            storage.openGate();
        });
        server.close();

        assertThat(running.get().statusCode()).isEqualTo(200);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .isEqualTo("Stopping: new requests are refused; 1 running ones have 10 s to finish");
        assertThat(log.lines().get(1))
                .matches("Stopped after [0-9,]+ ms; of the running requests 1 were finished and 0 cut off");
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void stop_whoseTimeIsUp_tellsWhatIsCutOff() throws Exception {
        ReceiverServer server = open(settings().with(Setting.DRAIN_TIMEOUT, Duration.ZERO));
        storage.closeGate();
        post(server);
        storage.awaitAppend();

        CompletableFuture.runAsync(() -> {
            while (!storage.isClosed()) {
                Thread.onSpinWait();
            }
            storage.openGate();
        });
        server.close();

        assertThat(log.lines())
                .contains("1 requests still ran after 0 s and are cut off; their senders got no reply and may send them"
                        + " again");
        assertThat(log.lines().get(2)).endsWith("of the running requests 0 were finished and 1 cut off");
    }

    @Test
    void start_whereAFileIsInTheWay_namesTheSettingAndTheWayOut() throws Exception {
        Path file = Files.createFile(directory.resolve("taken"));
        String wayOut =
                file + " is a file, and a directory is needed there; choose another place, or move the file away";

        assertThatThrownBy(() -> ReceiverServer.open(
                        settings().with(Setting.DATA_DIR, file), DefaultStorage.OPENER, directory.resolve("tomcat")))
                .isInstanceOf(IOException.class)
                .hasMessage("data-dir: " + file + " cannot be used: " + wayOut);
        assertThatThrownBy(() -> open(settings().with(Setting.ACCESS_LOG, file + "/access.log")))
                .isInstanceOf(IOException.class)
                .hasMessage("access-log: " + file + "/access.log cannot be written: " + wayOut);
        assertThatThrownBy(() -> open(settings().with(Setting.PARSERS, file)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("parsers: there is no directory " + file + "; make it, or correct the setting");
    }
}
