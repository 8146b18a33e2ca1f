package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {

    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(DiskSpace.class.getName());
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
    void isLow_askedAgainAndAgain_tellsOnceWhenItBeginsAndOnceWhenItEnds() {
        AtomicLong left = new AtomicLong(1000);
        DiskSpace space = new DiskSpace(Path.of("data"), left::get, 1000);

        assertThat(space.isLow()).isFalse();
        left.set(999);
        for (int i = 0; i < 3; i++) {
            assertThat(space.isLow()).isTrue();
        }
        left.set(2000);
        for (int i = 0; i < 3; i++) {
            assertThat(space.isLow()).isFalse();
        }

        assertThat(logged).hasSize(2);
        assertThat(logged.get(0)).contains("has 999 bytes left", "the 1000 of min-free-bytes");
        assertThat(logged.get(1)).contains("has 2000 bytes left", "1000 are enough");
    }
}
