package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.CapturedLog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskSpaceTest {

    @RegisterExtension
    final CapturedLog log = CapturedLog.of(DiskSpace.class);

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

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("has 999 bytes left", "the 1000 of min-free-bytes");
        assertThat(log.lines().get(1)).contains("has 2000 bytes left", "1000 are enough");
    }
}
