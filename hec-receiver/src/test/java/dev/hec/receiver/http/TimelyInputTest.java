package dev.hec.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class TimelyInputTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = Long.MAX_VALUE - SECOND; // it may overflow, as System.nanoTime may

    /** How long the sender lets each read wait. */
    private long pause;

    private final InputStream in = new TimelyInput(
            new FilterInputStream(new ByteArrayInputStream(new byte[10_000_000])) {
                @Override
                public int read() throws IOException {
                    now += pause;
                    return super.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    now += pause;
                    return super.read(into, offset, length);
                }
            },
            new BodyPace(() -> now));

    @Test
    void read_slowSender_isCutOffAfterItsTime() throws Exception {
        pause = 20 * SECOND;
        assertThat(in.read()).isZero();
        pause = SECOND;
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void read_senderThatTrickles_isCutOffToo() throws Exception {
        pause = SECOND;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        assertThat(in.read(new byte[1], 0, 1)).isEqualTo(1);
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void read_steadySender_hasTheTimeItNeeds() throws Exception {
        pause = SECOND;
        byte[] second = new byte[BodyPace.BYTES_PER_SECOND];
        for (int i = 0; i < 100; i++) {
            assertThat(in.read(second)).isEqualTo(second.length);
        }
    }

    @Test
    void read_byAReaderThatTakesItsTime_isNotTheSendersFault() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(in.read(new byte[1000])).isEqualTo(1000);
            now += 60 * SECOND;
        }
    }

    @Test
    void read_endOfTheBody_isTheEndHoweverLateItIsSeen() throws Exception {
        in.readAllBytes();
        pause = 1000 * SECOND;
        assertThat(in.read()).isEqualTo(-1);
    }
}
