package dev.hec.receiver.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token and what it stands for. Immutable; made by a {@link Builder}. Holds the token's hash only, and prints its name only.
 *
 * @param name calls it in logs and metrics
 * @param hash stands for the token
 * @param rights what it is good for
 * @param disabled whether it is refused for now
 * @param expires from when on it is refused; null for never
 * @param defaults for its events
 * @param indexes the only indexes its events may name; empty for any
 * @param ack whether its requests are acknowledged by channel
 * @param queryToken whether it may be presented as the query parameter {@code token}
 * @param owner whose account its requests count for
 * @param requestsPerSecond what the owner may send; null for what the settings say
 * @param bytesPerSecond what the owner may send, uncompressed; null for what the settings say
 */
public record TokenDefinition(
        String name,
        TokenHash hash,
        Rights rights,
        boolean disabled,
        @Nullable Instant expires,
        EventDefaults defaults,
        Set<String> indexes,
        boolean ack,
        boolean queryToken,
        String owner,
        @Nullable Integer requestsPerSecond,
        @Nullable Long bytesPerSecond) {

    /** Checks that where the indexes are limited every event has one that is allowed. */
    public TokenDefinition {
        indexes = Set.copyOf(indexes);
        if (!indexes.isEmpty() && (defaults.index() == null || !indexes.contains(defaults.index()))) {
            throw new IllegalArgumentException("the default index must be one of the allowed indexes");
        }
    }

    /** A definition to which more may be added. */
    public static Builder named(String name, TokenHash hash) {
        return new Builder(name, hash);
    }

    /** A token that may send and search, as those of the settings. */
    public static TokenDefinition plain(String name, String token) {
        return named(name, TokenHash.of(token)).rights(Rights.BOTH).build();
    }

    /** Whether it has expired at a time. */
    public boolean expiredAt(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "TokenDefinition[" + name + "]";
    }

    /** Collects a definition; confined to one thread. Without more it may send, has no defaults, and is its own owner. */
    public static final class Builder {

        private final String name;
        private final TokenHash hash;
        private Rights rights = Rights.WRITE;
        private boolean disabled;
        private @Nullable Instant expires;
        private EventDefaults defaults = EventDefaults.NONE;
        private Set<String> indexes = Set.of();
        private boolean ack;
        private boolean queryToken;
        private String owner;
        private @Nullable Integer requestsPerSecond;
        private @Nullable Long bytesPerSecond;

        private Builder(String name, TokenHash hash) {
            this.name = name;
            this.hash = hash;
            this.owner = name;
        }

        /** What it is good for. */
        public Builder rights(Rights value) {
            rights = value;
            return this;
        }

        /** Whether it is refused for now. */
        public Builder disabled(boolean value) {
            disabled = value;
            return this;
        }

        /** From when on it is refused. */
        public Builder expires(@Nullable Instant value) {
            expires = value;
            return this;
        }

        /** What holds for its events. */
        public Builder defaults(EventDefaults value) {
            defaults = value;
            return this;
        }

        /** The only indexes that its events may name. */
        public Builder indexes(Set<String> value) {
            indexes = value;
            return this;
        }

        /** Whether its requests are acknowledged by channel. */
        public Builder ack(boolean value) {
            ack = value;
            return this;
        }

        /** Whether it may be in the query string. */
        public Builder queryToken(boolean value) {
            queryToken = value;
            return this;
        }

        /** Whose account its requests count for. */
        public Builder owner(String value) {
            owner = value;
            return this;
        }

        /** How many requests its owner may send; 0 for any number. */
        public Builder requestsPerSecond(@Nullable Integer value) {
            requestsPerSecond = value;
            return this;
        }

        /** How many bytes its owner may send; 0 for any number. */
        public Builder bytesPerSecond(@Nullable Long value) {
            bytesPerSecond = value;
            return this;
        }

        /** The definition. */
        public TokenDefinition build() {
            return new TokenDefinition(
                    name,
                    hash,
                    rights,
                    disabled,
                    expires,
                    defaults,
                    indexes,
                    ack,
                    queryToken,
                    owner,
                    requestsPerSecond,
                    bytesPerSecond);
        }
    }
}
