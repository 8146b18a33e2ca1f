package dev.hec.delivery;

import dev.hec.auth.Credentials;
import dev.hec.codec.Codec;
import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.time.Time;
import dev.hec.transport.Answer;
import dev.hec.transport.Payload;
import dev.hec.transport.Transport;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Splunk's indexer acknowledgement: asks after an accepted request until the collector says that its events are indexed.
 *
 * <p><b>Threads.</b> Any; each delivery thread waits for its own request. No lock of its own: the waits are the {@link
 * Pacer}'s, so that closing hurries them, and an interrupt ends them.
 *
 * <p>An id means something only to the endpoint that gave it, on the channel it was given for. Questions that fail, whatever
 * the reason, are asked again until the time is over: the events have been accepted, and sending them again makes
 * duplicates. Splunk says true once and then forgets the id, so where that one answer is lost on its way, the events are
 * sent twice.
 *
 * <p>Source: Splunk's documentation of {@code useACK}; the vendor's article knows no acknowledgements.
 */
final class Acks {

    private static final String COLLECTOR_PATH = "/services/collector";

    private final String channel;
    private final long timeoutNanos;
    private final long intervalNanos;
    private final Pacer pacer;
    private final Time time;
    private final AtomicBoolean told = new AtomicBoolean();

    /** What waiting for an acknowledgement came to. */
    sealed interface Result {}

    /** The events are indexed. */
    record Acknowledged() implements Result {}

    /**
     * The collector has not said so in time: the same payload again, under the same batch id.
     *
     * @param why what the last question was answered
     */
    record TimedOut(Trouble why) implements Result {}

    /**
     * The collector gives no acknowledgements: its 200 is all there is, and the events count as delivered.
     *
     * @param news what to tell people, null where it was told before
     */
    record NotOffered(@Nullable String news) implements Result {}

    /**
     * Waits for nothing yet.
     *
     * @param channel the GUID that every request carries as {@code X-Splunk-Request-Channel}
     * @param timeoutNanos longest wait for one acknowledgement
     * @param intervalNanos pause before each question
     */
    Acks(String channel, long timeoutNanos, long intervalNanos, Pacer pacer, Time time) {
        this.channel = channel;
        this.timeoutNanos = timeoutNanos;
        this.intervalNanos = intervalNanos;
        this.pacer = pacer;
        this.time = time;
    }

    /**
     * Waits until the events of an accepted request are indexed, or the time is over. The last question is asked at its
     * very end.
     *
     * @param transport the caller's
     * @param url where the request was sent to
     * @param accepted the answer to it
     * @throws InterruptedException if interrupted while waiting or asking
     */
    Result await(Transport transport, URI url, Credentials credentials, Answer accepted) throws InterruptedException {
        Long ackId = Reply.parse(accepted.body()).map(Reply::ackId).orElse(null);
        if (ackId == null) {
            return notOffered("it accepts events without an ackId");
        }
        URI address = address(url, channel);
        Payload question = question(ackId);
        long start = time.nanos();
        long pause = intervalNanos;
        while (true) {
            pacer.backOff(Math.min(pause, timeoutNanos - (time.nanos() - start)));
            long askedAt = pacer.awaitTurn(question.rawBytes());
            String authorization = credentials.authorization();
            Trouble why;
            pause = intervalNanos;
            try {
                Answer answer = transport.post(address, question, authorization);
                Outcome outcome = Outcome.of(answer, time.now());
                if (outcome instanceof Outcome.Accepted && AckReply.isTrue(answer.body(), ackId)) {
                    return new Acknowledged();
                } else if (isDisabled(answer)) {
                    return notOffered(answer.trouble().toString());
                } else if (outcome instanceof Outcome.Busy busy) {
                    // Everybody's requests, not only these questions, are too many.
                    long ignored = pacer.busy(askedAt, busy.retryAfter(), intervalNanos);
                    pause = Math.max(pause, asked(busy));
                } else if (outcome instanceof Outcome.Refused) {
                    credentials.renew(authorization);
                }
                why = answer.trouble();
            } catch (IOException e) {
                why = Trouble.of(e);
            }
            if (time.nanos() - start >= timeoutNanos) {
                return new TimedOut(why);
            }
        }
    }

    /** A Retry-After has no upper bound; a pause beyond the timeout is as good as an endless one. */
    private long asked(Outcome.Busy busy) {
        long most = TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + 1;
        return busy.retryAfter()
                .map(asked -> TimeUnit.SECONDS.toNanos(Math.min(asked.toSeconds(), most)))
                .orElse(0L);
    }

    private static boolean isDisabled(Answer answer) {
        Optional<ReplyCode> code = Reply.parse(answer.body()).flatMap(reply -> ReplyCode.of(reply.code()));
        return answer.status() == 400
                && code.filter(ReplyCode.ACK_DISABLED::equals).isPresent();
    }

    private NotOffered notOffered(String why) {
        return new NotOffered(
                told.getAndSet(true)
                        ? null
                        : "The collector gives no acknowledgements (" + why + "); events count as delivered when it"
                                + " accepts them. Set ack to false, or enable useACK on the token.");
    }

    private static Payload question(long ackId) {
        byte[] body = ("{\"acks\":[" + ackId + "]}").getBytes(StandardCharsets.US_ASCII);
        return new Payload(ByteBuffer.wrap(body), Codec.NONE, body.length, null, "application/json");
    }

    /**
     * The ack endpoint beside an event or raw endpoint. What stands before the collector's path stays, as does the query,
     * which a proxy may need; only its channel gives way to ours.
     */
    static URI address(URI url, String channel) {
        String path = url.getRawPath();
        int collector = path.lastIndexOf(COLLECTOR_PATH);
        String prefix = collector < 0 ? path.replaceAll("/+$", "") : path.substring(0, collector);
        Stream<String> others = url.getRawQuery() == null
                ? Stream.empty()
                : Arrays.stream(url.getRawQuery().split("&"))
                        .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("channel="));
        String query = Stream.concat(others, Stream.of("channel=" + channel)).collect(Collectors.joining("&"));
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + prefix + COLLECTOR_PATH + "/ack?" + query);
    }
}
