package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoringTroubleTest {

    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(IngestHandler.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void failed_manyRequests_tellsOnceAndAtTheEndHowMany() {
        StoringTrouble trouble = new StoringTrouble();

        trouble.stored();
        for (int i = 0; i < 5; i++) {
            trouble.failed(new IOException("No space left on device"));
        }
        trouble.stored();
        trouble.stored();

        assertThat(logged).hasSize(2);
        assertThat(logged.get(0)).contains("No space left on device", "come again");
        assertThat(logged.get(1)).contains("5 requests were refused");

        trouble.failed(new IOException("again"));
        assertThat(logged).hasSize(3);
    }
}
