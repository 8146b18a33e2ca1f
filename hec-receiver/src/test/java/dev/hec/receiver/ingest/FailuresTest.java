package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What is wrong with the receiver itself is answered too. */
class FailuresTest {

    private final Collector collector = new Collector();

    private HttpReply failing(Error error) {
        return collector.send(TestRequest.post(Collector.EVENT).stream(new InputStream() {
            @Override
            public int read() {
                throw error;
            }
        }));
    }

    @Test
    void decision35_noMemory_isBusyForAWhile() {
        HttpReply reply = failing(new OutOfMemoryError("as if"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
        assertThat(reply.headers()).containsEntry("Retry-After", "5");
        assertThat(collector.handler.counts().refused()).containsEntry(9, 1L);
    }

    @Test
    void decision35_otherErrors_areFaultsOfTheReceiver() {
        assertThat(failing(new StackOverflowError("as if")).body())
                .isEqualTo("{\"text\":\"Internal server error\",\"code\":8}");
        assertThat(failing(new LinkageError("as if")).status()).isEqualTo(500);
        assertThat(collector.handler.counts().refused()).containsEntry(8, 2L);
    }

    @Test
    void memory_isGivenBackAfterAnError() {
        failing(new OutOfMemoryError("as if"));

        assertThat(collector.handler.memoryUse().taken()).isZero();
    }
}
