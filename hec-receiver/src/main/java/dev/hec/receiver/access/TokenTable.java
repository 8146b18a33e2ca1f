package dev.hec.receiver.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of one moment by their hash. Immutable and thread-safe.
 *
 * <p>A look-up depends on the hash of what is presented, which nobody can steer towards a token; the comparison at its end takes
 * the same time whatever differs.
 */
final class TokenTable {

    private final Map<TokenHash, Entry> entries;
    private final boolean queryTokens;

    TokenTable(Collection<TokenDefinition> tokens) {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("at least one token is needed");
        }
        Map<TokenHash, Entry> byHash = new HashMap<>();
        for (TokenDefinition token : tokens) {
            byHash.putIfAbsent(token.hash(), new Entry(token, new Sender(token)));
        }
        entries = Map.copyOf(byHash);
        queryTokens = tokens.stream().anyMatch(TokenDefinition::queryToken);
    }

    /** A token and who presents it. */
    record Entry(TokenDefinition token, Sender sender) {}

    Optional<Entry> find(String token) {
        return Optional.ofNullable(entries.get(TokenHash.of(token)));
    }

    /** Whether any token may be in the query string. */
    boolean queryTokens() {
        return queryTokens;
    }
}
