package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.CapturedLog;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoringTroubleTest {

    @RegisterExtension
    final CapturedLog log = CapturedLog.of(IngestHandler.class);

    @Test
    void failed_manyRequests_tellsOnceAndAtTheEndHowMany() {
        StoringTrouble trouble = new StoringTrouble();

        trouble.stored();
        for (int i = 0; i < 5; i++) {
            trouble.failed(new IOException("No space left on device"));
        }
        trouble.stored();
        trouble.stored();

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("No space left on device", "come again");
        assertThat(log.lines().get(1)).contains("5 requests were refused");

        trouble.failed(new IOException("again"));
        assertThat(log.lines()).hasSize(3);
    }
}
