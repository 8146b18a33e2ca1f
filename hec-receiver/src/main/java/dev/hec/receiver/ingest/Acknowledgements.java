package dev.hec.receiver.ingest;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.Sender;
import dev.hec.receiver.ack.AckCapacityException;
import dev.hec.receiver.ack.AckChannels;
import dev.hec.receiver.ack.AckQuery;
import dev.hec.receiver.ack.AckedRequest;
import dev.hec.receiver.ack.ChannelName;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What acknowledgements are in requests: the channel that a request names, and the question at the ack endpoint. Thread-safe.
 *
 * <p>A sender with acknowledgements off may name whatever it likes; real clients send a channel with every request.
 */
final class Acknowledgements {

    private static final String HEADER = "X-Splunk-Request-Channel";
    private static final String PARAMETER = "channel";
    private static final String RETRY_AFTER_SECONDS = "60";

    private final AckChannels channels;

    Acknowledgements(AckChannels channels) {
        this.channels = channels;
    }

    /**
     * Begins a request with events.
     *
     * @throws Refusal if its sender has acknowledgements on, and it names no channel, or one too many
     */
    AckedRequest begin(HttpRequest request, Map<String, List<String>> query, Sender sender) throws Refusal {
        if (!sender.ack()) {
            return AckedRequest.OFF;
        }
        try {
            return channels.begin(channel(request, query, sender));
        } catch (AckCapacityException e) {
            throw new Refusal(ReplyCode.ACK_AT_CAPACITY, Map.of("Retry-After", RETRY_AFTER_SECONDS));
        }
    }

    /** The channel that a question is about. */
    ChannelName asked(HttpRequest request, Map<String, List<String>> query, Sender sender) throws Refusal {
        if (!sender.ack()) {
            throw new Refusal(ReplyCode.ACK_DISABLED);
        }
        return channel(request, query, sender);
    }

    /** Answers a question. */
    HttpReply answer(ChannelName channel, byte[] body) throws Refusal {
        if (body.length == 0) {
            throw new Refusal(ReplyCode.NO_DATA);
        }
        try {
            return HttpReply.json(200, AckQuery.read(body).answer(channels.acks(channel)));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidData(String.valueOf(e.getMessage()));
        }
    }

    private static ChannelName channel(HttpRequest request, Map<String, List<String>> query, Sender sender)
            throws Refusal {
        List<String> named = request.header(HEADER);
        String text = String.join(",", named).strip(); // two of them are no GUID
        if (text.isEmpty()) {
            text = query.getOrDefault(PARAMETER, List.of("")).get(0).strip();
        }
        if (text.isEmpty()) {
            throw new Refusal(ReplyCode.CHANNEL_MISSING);
        }
        return ChannelName.of(sender, text).orElseThrow(() -> new Refusal(ReplyCode.INVALID_CHANNEL));
    }

    /** A reply that acknowledges, where there is an id to do so. */
    static Reply acknowledging(Reply reply, @Nullable Long ackId) {
        return new Reply(reply.code(), reply.text(), reply.invalidEventNumber(), ackId);
    }
}
