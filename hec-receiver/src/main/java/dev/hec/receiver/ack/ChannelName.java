package dev.hec.receiver.ack;

import dev.hec.receiver.access.Sender;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A channel of one sender. Immutable.
 *
 * @param sender equal for all requests with the same token
 * @param channel the GUID that the sender chose
 */
public record ChannelName(Sender sender, UUID channel) {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** The channel with this text; empty if that is no GUID. Letter case makes no difference. */
    public static Optional<ChannelName> of(Sender sender, String text) {
        return GUID.matcher(text).matches()
                ? Optional.of(new ChannelName(sender, UUID.fromString(text)))
                : Optional.empty();
    }
}
