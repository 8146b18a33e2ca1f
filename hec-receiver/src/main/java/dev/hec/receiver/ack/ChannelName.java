package dev.hec.receiver.ack;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A channel of one sender. Immutable.
 *
 * @param sender what stands for the sender's token, and is no secret
 * @param channel the GUID that the sender chose
 */
public record ChannelName(String sender, UUID channel) {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** The channel with this text; empty if that is no GUID. Letter case makes no difference. */
    public static Optional<ChannelName> of(String sender, String text) {
        return GUID.matcher(text).matches()
                ? Optional.of(new ChannelName(sender, UUID.fromString(text)))
                : Optional.empty();
    }
}
