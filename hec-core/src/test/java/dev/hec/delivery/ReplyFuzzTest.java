package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hec.format.Reply;
import dev.hec.testing.FuzzInput;
import dev.hec.testing.RandomCases;
import dev.hec.transport.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes back from the network, it is read without an exception, and something follows from it.
 *
 * <p>The default suite tries random inputs and those kept in the resources. {@code mvn -Pfuzz -pl hec-core test
 * -Dtest=ReplyFuzzTest} lets Jazzer look for others.
 */
class ReplyFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long MAX_PAUSE = Duration.ofMinutes(5).toNanos();

    /** Pieces that random bytes would rarely become. */
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\u",
        "\"text\":",
        "\"code\":",
        "\"invalid-event-number\":",
        "\"ackId\":",
        "\"acks\":{\"0\":true}",
        "9",
        "0",
        "-1",
        "1e9",
        "2147483648",
        "9223372036854775808",
        "null",
        "true",
        "\"Success\"",
        "Sun, 01 Mar 2026 12:00:30 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "999999999999999999",
        " ",
        "é",
        "\u0000"
    };

    @FuzzTest(maxDuration = "2m")
    void answer_anyInput_meansSomething(byte[] input) {
        check(new FuzzInput(input));
    }

    @Test
    void answer_randomInput_meansSomething() {
        RandomCases.check(5_000, draw -> check(new FuzzInput(draw.bytes(200))));
    }

    private static void check(FuzzInput in) {
        int status = in.flag() ? in.from(() -> 200, () -> 400, () -> 429, () -> 503) : in.below(1_000);
        String header = in.flag() ? in.flag() ? in.text() : pieces(in) : null;
        byte[] body = in.flag() ? pieces(in).getBytes(StandardCharsets.UTF_8) : in.rest();

        checkReply(body);
        AckReply.isTrue(body, 0);
        checkPause(header);
        Outcome outcome = Outcome.of(new Answer(status, header, body), NOW);
        checkOutcome(outcome, status);
        assertThat(new Answer(status, header, body).trouble().toString())
                .doesNotContain("\n")
                .hasSizeLessThan(300);
    }

    private static String pieces(FuzzInput in) {
        StringBuilder text = new StringBuilder();
        for (int i = in.below(40); i > 0; i--) {
            text.append(PIECES[in.below(PIECES.length)]);
        }
        return text.toString();
    }

    private static void checkReply(byte[] body) {
        Optional<Reply> reply = Reply.parse(body);
        // What was understood can be said again.
        reply.ifPresent(read -> assertThat(Reply.parse(read.toJson().getBytes(StandardCharsets.UTF_8)))
                .contains(read));
    }

    private static void checkPause(String header) {
        Optional<Duration> pause = RetryAfter.parse(header, NOW);
        if (pause.isPresent()) {
            assertThat(pause.get()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(RetryAfter.pauseNanos(pause.get(), MAX_PAUSE, 0.999)).isBetween(0L, MAX_PAUSE / 10 * 11);
        }
    }

    private static void checkOutcome(Outcome outcome, int status) {
        assertThat(outcome instanceof Outcome.Accepted)
                .as("status %s", status)
                .isEqualTo(status >= 200 && status < 300);
        if (outcome instanceof Outcome.BadEvent || outcome instanceof Outcome.Busy) {
            assertThat(status).isIn(400, 429, 503);
        }
    }
}
