package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    private static Optional<Reply> parse(String body) {
        return Reply.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(ReplyCode.class)
    void json_ofEachCode_comesBack(ReplyCode code) {
        Reply reply = Reply.of(code);

        assertThat(parse(reply.toJson())).contains(reply);
        assertThat(ReplyCode.of(reply.code())).contains(code);
        assertThat(code.status()).isBetween(200, 503);
    }

    @Test
    void json_isCompactAndInSplunksOrder() {
        assertThat(Reply.of(ReplyCode.SUCCESS).toJson()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        assertThat(Reply.of(ReplyCode.INVALID_DATA_FORMAT, 3).toJson())
                .isEqualTo("{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":3}");
        assertThat(new Reply(0, "Success", null, 7L).toJson())
                .isEqualTo("{\"text\":\"Success\",\"code\":0,\"ackId\":7}");
        assertThat(Reply.ofStatus(404, "Not \"found\"").toJson())
                .isEqualTo("{\"text\":\"Not \\\"found\\\"\",\"code\":404}");
    }

    @Test
    void json_withAllMembers_comesBack() {
        Reply reply = new Reply(6, "Invalid data format", 2, Long.MAX_VALUE);

        assertThat(parse(reply.toJson())).contains(reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":6}|6",
                "{\"text\":null,\"code\":6}|6",
                "{\"code\":6,\"more\":{\"code\":7,\"deep\":[{\"code\":8}]},\"list\":[1,{}]}|6",
                "  {\"code\" : 0 }  trailing|0",
                "{\"code\":1,\"code\":2}|2",
                "{\"invalid-event-number\":null,\"code\":6}|6",
            })
    void parse_unusualObject_isReadLeniently(String body, int code) {
        assertThat(parse(body)).map(Reply::code).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "0",
                "\"code\"",
                "[]",
                "[{\"code\":0}]",
                "{}",
                "{\"text\":\"Success\"}",
                "{\"code\":\"0\"}",
                "{\"code\":0.5}",
                "{\"code\":null}",
                "{\"code\":99999999999}",
                "{\"code\":0",
                "{\"code\":0,",
                "{code:0}",
                "<html><body>502 Bad Gateway</body></html>",
                "Success",
                "{\"text\":\"\\"
            })
    void parse_anythingElse_isNoReply(String body) {
        assertThat(parse(body)).isEmpty();
    }

    @Test
    void parse_veryDeepNesting_isNoReply() {
        assertThat(parse("{\"a\":" + "[".repeat(100_000))).isEmpty();
    }

    @Test
    void parse_anyBytes_neverThrows() {
        RandomCases.check(
                5_000, draw -> assertThat(Reply.parse(draw.bytes(200))).isNotNull());
    }

    @Test
    void parse_replyWithAnyByteChanged_neverThrows() {
        byte[] whole = new Reply(6, "Invalid data format", 2, 1L).toJson().getBytes(StandardCharsets.UTF_8);
        RandomCases.check(5_000, draw -> {
            byte[] changed = whole.clone();
            changed[draw.intBetween(0, whole.length - 1)] = (byte) draw.intBetween(-128, 127);

            assertThat(Reply.parse(changed)).isNotNull();
        });
    }

    @Test
    void parse_everyCutOfAReply_isNoReply() {
        byte[] whole = new Reply(6, "Invalid data format", 2, 1L).toJson().getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < whole.length; length++) {
            assertThat(Reply.parse(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void code_unknownNumber_isEmpty() {
        assertThat(ReplyCode.of(-1)).isEmpty();
        assertThat(ReplyCode.of(999)).isEmpty();
    }

    @Test
    void codes_haveDistinctNumbers() {
        assertThat(Arrays.stream(ReplyCode.values()).map(ReplyCode::code)).doesNotHaveDuplicates();
    }
}
