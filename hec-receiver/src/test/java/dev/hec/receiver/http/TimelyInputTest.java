package dev.hec.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class TimelyInputTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = Long.MAX_VALUE - SECOND; // it may overflow, as System.nanoTime may

    private final InputStream in =
            new TimelyInput(new ByteArrayInputStream(new byte[10_000_000]), new BodyPace(() -> now));

    @Test
    void read_slowSender_isCutOffAfterItsTime() throws Exception {
        now += 20 * SECOND;
        assertThat(in.read()).isZero();
        now += SECOND;
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void read_senderThatTrickles_isCutOffToo() throws Exception {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        assertThat(in.read(new byte[1], 0, 1)).isEqualTo(1);
                        now += SECOND;
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void read_steadySender_hasTheTimeItNeeds() throws Exception {
        byte[] second = new byte[BodyPace.BYTES_PER_SECOND];
        for (int i = 0; i < 100; i++) {
            assertThat(in.read(second)).isEqualTo(second.length);
            now += SECOND;
        }
    }

    @Test
    void read_endOfTheBody_isTheEndHoweverLateItIsSeen() throws Exception {
        in.readAllBytes();
        now += 1000 * SECOND;
        assertThat(in.read()).isEqualTo(-1);
    }
}
