package dev.hec.receiver.ack;

import dev.hec.receiver.access.Sender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The channels of all senders and the ids of their requests. Thread-safe, by one lock that is held for a few map operations.
 *
 * <p>A request gets its id only after its events are durable. So an id that exists is an acknowledgement, and a channel is no more than
 * the number of its next id. The invariants:
 *
 * <ul>
 *   <li>Ids of a channel begin with 0 and have no gaps. One id is given once while the channel is known.
 *   <li>An id that was given is acknowledged until the channel was idle for {@link AckLimits#idleFor}, or has given {@link
 *       AckLimits#idsPerChannel} more. It is acknowledged however often it is asked for: a reply to the question may get lost.
 *   <li>A channel with a request running is never forgotten, so no sender gets an id that nobody knows.
 *   <li>A sender has no more than {@link AckLimits#channelsPerSender} channels.
 * </ul>
 *
 * <p>Nothing of this is on a disk. After a restart ids begin with 0 again; one from before is unknown, or belongs to two requests that
 * are both durable.
 */
public final class AckChannels {

    private final AckLimits limits;
    private final InstantSource clock;

    /** The channel that was not used for the longest time comes first. */
    private final LinkedHashMap<ChannelName, Channel> channels = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Sender, Integer> channelsOf = new HashMap<>();

    /**
     * Without any channel.
     *
     * @param clock tells when channels were last used
     */
    public AckChannels(AckLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Begins a request on a channel, which is made if it is not known.
     *
     * @throws AckCapacityException if the sender has too many channels; asked before anything of the request is stored
     */
    public synchronized AckedRequest begin(ChannelName name) throws AckCapacityException {
        Instant now = clock.instant();
        forgetIdle(now);
        Channel channel = channels.get(name);
        if (channel == null) {
            int count = channelsOf.getOrDefault(name.sender(), 0);
            if (count >= limits.channelsPerSender()) {
                throw new AckCapacityException();
            }
            channel = new Channel();
            channels.put(name, channel);
            channelsOf.put(name.sender(), count + 1);
        }
        channel.lastUse = now;
        channel.running++;
        return new Request(name, channel);
    }

    /** Whether the events of a request are acknowledged. Asking keeps the channel, but makes none. */
    public synchronized Acks acks(ChannelName name) {
        Instant now = clock.instant();
        forgetIdle(now);
        Channel channel = channels.get(name);
        if (channel == null) {
            return new Acks(0, 0);
        }
        channel.lastUse = now;
        return new Acks(Math.max(0, channel.next - limits.idsPerChannel()), channel.next);
    }

    /** Channels that are known. */
    public synchronized int size() {
        return channels.size();
    }

    /**
     * The ids of a channel that are acknowledged, at one moment.
     *
     * @param first the smallest
     * @param end one more than the largest
     */
    public record Acks(long first, long end) {

        /** Whether this id is among them. */
        public boolean contains(long id) {
            return id >= first && id < end;
        }
    }

    private void forgetIdle(Instant now) {
        Iterator<Map.Entry<ChannelName, Channel>> eldest = channels.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<ChannelName, Channel> entry = eldest.next();
            Channel channel = entry.getValue();
            if (channel.running > 0) {
                continue; // there are no more of these than requests that run
            }
            if (channel.lastUse.plus(limits.idleFor()).isAfter(now)) {
                return;
            }
            eldest.remove();
            channelsOf.computeIfPresent(entry.getKey().sender(), (sender, count) -> count == 1 ? null : count - 1);
        }
    }

    private synchronized long give(Channel channel) {
        return channel.next++;
    }

    private synchronized void end(ChannelName name, Channel channel) {
        channel.running--;
        channel.lastUse = clock.instant();
        channels.get(name); // it is the youngest now
    }

    /** Guarded by the lock of the whole. */
    private static final class Channel {

        private long next;
        private int running;
        private Instant lastUse = Instant.MIN;
    }

    private final class Request implements AckedRequest {

        private final ChannelName name;
        private final Channel channel;
        private boolean ended;

        Request(ChannelName name, Channel channel) {
            this.name = name;
            this.channel = channel;
        }

        @Override
        public Long stored() {
            return give(channel);
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                end(name, channel);
            }
        }
    }
}
