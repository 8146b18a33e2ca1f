package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.transport.Answer;
import dev.hec.transport.Trouble;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes. What real connections throw is in {@link JdkTransportTest}. */
class OutcomeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Outcome of(int status, String body) {
        return Outcome.of(new Answer(status, null, body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Accepted",
        "201, Accepted",
        "202, Accepted",
        "204, Accepted",
        "299, Accepted",
        "300, Refused",
        "301, Refused",
        "302, Refused",
        "304, Refused",
        "307, Refused",
        "308, Refused",
        "400, BadEvent",
        "401, Refused",
        "402, Refused",
        "403, Refused",
        "404, Refused",
        "405, Refused",
        "406, Refused",
        "407, Refused",
        "408, Unreachable",
        "409, Refused",
        "410, Refused",
        "411, Refused",
        "413, TooLarge",
        "414, Refused",
        "415, UnsupportedCoding",
        "418, Refused",
        "425, Unreachable",
        "429, Busy",
        "431, Refused",
        "451, Refused",
        "500, Unreachable",
        "501, Refused",
        "502, Unreachable",
        "503, Busy",
        "504, Unreachable",
        "507, Unreachable",
        "520, Unreachable",
        "599, Unreachable",
        "100, Refused",
        "600, Unreachable"
    })
    void of_statusAlone_decides(int status, String outcome) {
        assertThat(of(status, "").getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(of(status, "<html>Sorry</html>").getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(ReplyCode.class)
    void of_codesOfSuccessAreSuccess_andNoCodeOverrulesItsStatus(ReplyCode code) {
        assertThat(of(200, Reply.of(code).toJson())).isInstanceOf(Outcome.Accepted.class);
        assertThat(of(503, Reply.of(code).toJson())).isInstanceOf(Outcome.Busy.class);
        assertThat(of(403, Reply.of(code).toJson())).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyCode.class,
            names = {
                "NO_DATA",
                "INCORRECT_INDEX",
                "CHANNEL_MISSING",
                "INVALID_CHANNEL",
                "ACK_DISABLED",
                "QUERY_AUTHORIZATION"
            })
    void of_400ThatBlamesNoEvent_isRefused(ReplyCode code) {
        assertThat(of(400, Reply.of(code).toJson())).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyCode.class,
            names = {"INVALID_DATA_FORMAT", "EVENT_REQUIRED", "EVENT_BLANK", "INDEXED_FIELDS"})
    void of_400ThatBlamesAnEvent_namesIt(ReplyCode code) {
        assertThat(((Outcome.BadEvent) of(400, Reply.of(code, 3).toJson())).event())
                .isEqualTo(OptionalInt.of(3));
        assertThat(((Outcome.BadEvent) of(400, Reply.of(code).toJson())).event())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{",
                "{\"text\":\"no code\",\"invalid-event-number\":1}",
                "{\"code\":6,\"invalid-event-number\":\"1\"}",
                "{\"code\":6,\"invalid-event-number\":1.5}",
                "{\"code\":6,\"invalid-event-number\":99999999999}",
                "{\"code\":99999999999,\"invalid-event-number\":1}"
            })
    void of_400WithoutAUsableNumber_isABadEventSomewhere(String body) {
        assertThat(((Outcome.BadEvent) of(400, body)).event()).isEmpty();
    }

    @Test
    void of_busy_readsRetryAfter() {
        Outcome outcome = Outcome.of(new Answer(429, "Sun, 01 Mar 2026 12:00:30 GMT", new byte[0]), NOW);

        assertThat(((Outcome.Busy) outcome).retryAfter()).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"408, false", "425, false", "500, true", "502, true", "504, true"})
    void of_unreachable_saysWhetherARetryMayStoreTwice(int status, boolean maybeSent) {
        assertThat(((Outcome.Unreachable) of(status, "")).maybeSent()).isEqualTo(maybeSent);
    }

    static Stream<IOException> notSent() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new HttpConnectTimeoutException("HTTP connect timed out"),
                new UnknownHostException("nowhere"),
                new SSLHandshakeException("PKIX path building failed"),
                new SSLPeerUnverifiedException("other host"),
                new IOException("wrapped", new ConnectException("inside")),
                new IOException(new IOException(new UnresolvedAddressException())));
    }

    @ParameterizedTest
    @MethodSource
    void notSent(IOException failure) {
        assertThat(((Outcome.Unreachable) Outcome.of(failure)).maybeSent()).isFalse();
    }

    static Stream<IOException> maybeSent() {
        return Stream.of(
                new IOException("HTTP/1.1 header parser received no bytes"),
                new EOFException(),
                new SocketException("Connection reset"),
                new HttpTimeoutException("no complete answer within PT60S"),
                new ClosedChannelException(),
                new SSLException("closing inbound before receiving peer's close_notify"));
    }

    @ParameterizedTest
    @MethodSource
    void maybeSent(IOException failure) {
        assertThat(((Outcome.Unreachable) Outcome.of(failure)).maybeSent()).isTrue();
    }

    @Test
    void why_ofAnAnswer_isOneShortLine() {
        Trouble why = new Answer(
                        503,
                        null,
                        ("<html>\r\n\t\u001b[31m\u0085\u2028busy " + "x".repeat(5_000))
                                .getBytes(StandardCharsets.UTF_8))
                .trouble();

        assertThat(why.kind()).isEqualTo("HTTP 503");
        assertThat(why.detail())
                .hasSizeLessThan(210)
                .startsWith("<html> [31m busy xxx")
                .endsWith("…");
        assertThat(why.toString()).startsWith("HTTP 503: <html>");
        assertThat(new Answer(404, null, new byte[0]).trouble()).hasToString("HTTP 404");
    }

    @Test
    void why_ofAFailure_hasTypeAndTheFirstMessageThatSaysSomething() {
        assertThat(Trouble.of(new ConnectException("Connection refused")))
                .hasToString("ConnectException: Connection refused");
        assertThat(Trouble.of(new IOException(null, new IllegalStateException("deep inside"))))
                .hasToString("IOException: deep inside");
        assertThat(Trouble.of(new ConnectException())).hasToString("ConnectException");
        assertThat(Trouble.of((IOException) new ConnectException().initCause(new UnresolvedAddressException())))
                .hasToString("UnresolvedAddressException");
        assertThat(Trouble.unexpected(new IllegalStateException("bug")))
                .hasToString("unexpected java.lang.IllegalStateException: bug");
    }
}
