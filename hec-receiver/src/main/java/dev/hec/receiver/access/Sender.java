package dev.hec.receiver.access;

import dev.hec.receiver.event.BatchKey;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as its token tells. Immutable, but for its owner's account, and thread-safe. Equal to every other sender with the same token, whatever
 * else was changed about the token meanwhile; so it serves as a key. Prints its name only.
 */
public final class Sender {

    private final TokenDefinition token;
    private final Quota quota;

    Sender(TokenDefinition token, Quota quota) {
        this.token = token;
        this.quota = quota;
    }

    /** What logs and metrics call it. */
    public String name() {
        return token.name();
    }

    /** Whose account its requests count for. */
    public String owner() {
        return token.owner();
    }

    /** The account of its owner, the same for all senders of one owner. */
    public Quota quota() {
        return quota;
    }

    /** What holds for its events where they and the query string say nothing. */
    public EventDefaults defaults() {
        return token.defaults();
    }

    /** Whether its requests are acknowledged by channel. */
    public boolean ack() {
        return token.ack();
    }

    /** Whether its token may be in the query string. */
    public boolean queryToken() {
        return token.queryToken();
    }

    /** Whether its events may name only some indexes. */
    public boolean restricted() {
        return !token.indexes().isEmpty();
    }

    /**
     * Whether an event of it may be in an index.
     *
     * @param index null for none, which a restricted sender's events never have: it has a default index
     */
    public boolean mayUse(@Nullable Object index) {
        return !restricted() || (index instanceof String name && token.indexes().contains(name));
    }

    /**
     * What a request is known by if it is sent again.
     *
     * @param id its batch id
     * @param body its body, not compressed
     */
    public BatchKey batchKey(String id, byte[] body) {
        return token.hash().batchKey(id, body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sender sender && token.hash().equals(sender.token.hash());
    }

    @Override
    public int hashCode() {
        return token.hash().hashCode();
    }

    @Override
    public String toString() {
        return "Sender[" + token.name() + "]";
    }
}
