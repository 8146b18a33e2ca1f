package dev.hec.receiver.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchKeyTest {

    private static BatchKey key(String sender, String id, String body) {
        return BatchKey.of(sender.getBytes(US_ASCII), id, body.getBytes(US_ASCII));
    }

    @Test
    void key_sameRequest_isTheSame() {
        assertThat(key("s", "id", "body")).isEqualTo(key("s", "id", "body"));
    }

    @Test
    void key_anythingElse_isAnother() {
        BatchKey key = key("s", "id", "body");

        assertThat(key("t", "id", "body")).isNotEqualTo(key);
        assertThat(key("s", "ie", "body")).isNotEqualTo(key);
        assertThat(key("s", "id", "bodY")).isNotEqualTo(key);
        assertThat(key("s", "idb", "ody")).isNotEqualTo(key);
    }
}
