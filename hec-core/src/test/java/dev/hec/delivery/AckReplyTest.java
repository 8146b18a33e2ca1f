package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckReplyTest {

    private static boolean isTrue(String body) {
        return AckReply.isTrue(body.getBytes(StandardCharsets.UTF_8), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"acks\":{\"0\":false,\"1\":true}}",
                "{\"acks\":{\"1\":true",
                "  {\"text\":\"x\",\"more\":{\"acks\":{\"1\":false}},\"list\":[1,{}],\"acks\" : { \"2\":{\"1\":false}, \"1\" : true } }",
                "{\"acks\":[],\"acks\":{\"1\":true}}"
            })
    void isTrue_oneThatSaysSo(String body) {
        assertThat(isTrue(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "[]",
                "{}",
                "{\"1\":true}",
                "{\"acks\":{}}",
                "{\"acks\":true}",
                "{\"acks\":[1]}",
                "{\"acks\":{\"1\":false}}",
                "{\"acks\":{\"1\":\"true\"}}",
                "{\"acks\":{\"1\":1}}",
                "{\"acks\":{\"1\":tru",
                "{\"acks\":{\"0\":true,\"2\":true,\"01\":true,\"11\":true}}",
                "{\"acks\":{\"0\":{\"1\":true}}}",
                "{\"more\":{\"acks\":{\"1\":true}}}",
                "<html>acks 1 true</html>"
            })
    void isTrue_anythingElse_isNot(String body) {
        assertThat(isTrue(body)).isFalse();
    }

    @Test
    void isTrue_anyBytes_neverThrowsAndIsNot() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] body = "{\"acks\":{\"1\":false,\"0\":true}}".getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                body[random.nextInt(8)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(body, random.nextInt(body.length + 1));

            assertThat(AckReply.isTrue(cut, 1)).as("seed %d", seed).isFalse();
        }
    }
}
