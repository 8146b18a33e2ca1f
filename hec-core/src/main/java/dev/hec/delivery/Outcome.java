package dev.hec.delivery;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.transport.Answer;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What an attempt means for its batch. This file is the one place that decides.
 *
 * <p>The vendor's article documents no reply bodies, so the HTTP status decides; a HEC code only refines it. A status of 200
 * is success whatever the code: codes 24 and 25 warn of a queue that fills up, after taking the data.
 */
public sealed interface Outcome {

    /** Codes of a 400 that no event is at fault for: dropping events would not help. */
    Set<ReplyCode> ABOUT_THE_SENDER = Set.of(
            ReplyCode.NO_DATA,
            ReplyCode.INCORRECT_INDEX,
            ReplyCode.CHANNEL_MISSING,
            ReplyCode.INVALID_CHANNEL,
            ReplyCode.ACK_DISABLED,
            ReplyCode.QUERY_AUTHORIZATION);

    /** The collector has the events. */
    record Accepted() implements Outcome {}

    /** The collector asks for patience (429, 503): everybody pauses, then the same payload again. */
    record Busy(Optional<Duration> retryAfter, Trouble why) implements Outcome {}

    /**
     * No usable answer: the same payload again, after backoff.
     *
     * @param maybeSent false if the request cannot have reached the collector; true if a retry may store events twice
     */
    record Unreachable(boolean maybeSent, Trouble why) implements Outcome {}

    /** The payload is too large (413): send it in halves. */
    record TooLarge(Trouble why) implements Outcome {}

    /** The collector does not take this compression (415): another codec. */
    record UnsupportedCoding(Trouble why) implements Outcome {}

    /**
     * The payload holds an event that the collector will never take (400).
     *
     * @param event its index; the events before it were stored. Empty: unknown, find it by halving
     */
    record BadEvent(OptionalInt event, Trouble why) implements Outcome {}

    /** The collector refuses this sender or this address (401, 403, 404, …): keep the events, try again rarely. */
    record Refused(Trouble why) implements Outcome {

        /** Whether another token might help: 401 or 403. */
        boolean isAboutTheToken() {
            return why.kind().equals("HTTP 401") || why.kind().equals("HTTP 403");
        }
    }

    /**
     * Classifies an answer.
     *
     * @param now wall-clock time, for a {@code Retry-After} that is a date
     */
    static Outcome of(Answer answer, Instant now) {
        int status = answer.status();
        Trouble why = answer.trouble();
        if (status >= 200 && status < 300) {
            return new Accepted();
        }
        return switch (status) {
            case 400 -> badRequest(answer);
            case 413 -> new TooLarge(why);
            case 415 -> new UnsupportedCoding(why);
            case 429, 503 -> new Busy(RetryAfter.parse(answer.retryAfter(), now), why);
            case 408, 425 -> new Unreachable(false, why);
            // 501 says "never", unlike the other server errors; 3xx: the token is not carried to another address.
            case 501 -> new Refused(why);
            default -> status >= 500 ? new Unreachable(true, why) : new Refused(why);
        };
    }

    private static Outcome badRequest(Answer answer) {
        Optional<Reply> reply = Reply.parse(answer.body());
        if (reply.flatMap(r -> ReplyCode.of(r.code()))
                .filter(ABOUT_THE_SENDER::contains)
                .isPresent()) {
            return new Refused(answer.trouble());
        }
        Integer number = reply.map(Reply::invalidEventNumber).orElse(null);
        return new BadEvent(number == null ? OptionalInt.empty() : OptionalInt.of(number), answer.trouble());
    }

    /**
     * The same outcome without the number of the bad event: of raw lines the collector makes events of its own, and counts
     * those.
     */
    static Outcome withoutEventNumber(Outcome outcome) {
        return outcome instanceof BadEvent bad ? new BadEvent(OptionalInt.empty(), bad.why()) : outcome;
    }

    /**
     * Classifies an attempt without an answer, by the type of the failure: how much of the body was read from us proves
     * nothing, since it is read ahead of a handshake that may still fail.
     */
    static Outcome of(IOException failure) {
        boolean maybeSent = true;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException) {
                maybeSent = false;
                break;
            }
        }
        return new Unreachable(maybeSent, Trouble.of(failure));
    }
}
