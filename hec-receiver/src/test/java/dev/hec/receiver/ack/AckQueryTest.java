package dev.hec.receiver.ack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a question about ids, and of its answer. */
class AckQueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"acks\":[0,1]}|{\"acks\":{\"0\":false,\"1\":true}}",
                " { \"acks\" : [ 2, 1, 2, 3 ] } |{\"acks\":{\"2\":true,\"1\":true,\"3\":false}}",
                "{\"x\":{\"acks\":[7]},\"acks\":[-1]}|{\"acks\":{\"-1\":false}}",
                "{\"acks\":[9223372036854775807]}|{\"acks\":{\"9223372036854775807\":false}}"
            })
    void question_isAnsweredIdById(String question, String answer) {
        assertThat(AckQuery.read(question.getBytes(UTF_8)).answer(new AckChannels.Acks(1, 3)))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0]",
                "0",
                "{}",
                "{\"acks\":[]}",
                "{\"acks\":0}",
                "{\"acks\":{\"0\":true}}",
                "{\"acks\":null}",
                "{\"acks\":[\"0\"]}",
                "{\"acks\":[0.5]}",
                "{\"acks\":[[0]]}",
                "{\"acks\":[9223372036854775808]}",
                "{\"acks\":[0]",
                "{\"acks\":[0",
                "{\"acks\":[0]}{\"acks\":[1]}",
                "acks=0",
                " "
            })
    void question_thatIsNone_isRefusedWithTheReason(String body) {
        assertThatThrownBy(() -> AckQuery.read(body.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsPattern("expected|ids");
    }

    @Test
    void question_withTooManyIds_isRefused() {
        String ids = IntStream.rangeClosed(0, AckQuery.MAX_IDS)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));

        assertThatThrownBy(() -> AckQuery.read(("{\"acks\":[" + ids + "]}").getBytes(UTF_8)))
                .hasMessageContaining("more than 100000 ids");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "11111111222233334444555555555555",
                "{11111111-2222-3333-4444-555555555555}",
                "11111111-2222-3333-4444-55555555555g",
                "11111111-2222-3333-4444-5555555555555"
            })
    void channel_thatIsNoGuid_hasNoName(String text) {
        assertThat(ChannelName.of(Senders.sender("a"), text)).isEmpty();
    }

    @Test
    void channel_inAnyLetterCase_isTheSame() {
        assertThat(ChannelName.of(Senders.sender("a"), "AAAAAAAA-bbbb-cccc-dddd-EEEEEEEEEEEE"))
                .isPresent()
                .isEqualTo(ChannelName.of(Senders.sender("a"), "aaaaaaaa-BBBB-CCCC-DDDD-eeeeeeeeeeee"));
    }
}
