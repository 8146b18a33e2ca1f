package dev.hec.receiver.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The tokens of one moment by their hash, and the accounts of their owners. Immutable, but for the accounts, and thread-safe.
 *
 * <p>A look-up depends on the hash of what is presented, which nobody can steer towards a token; the comparison at its end takes
 * the same time whatever differs.
 */
final class TokenTable {

    private final Map<TokenHash, Entry> entries;
    private final Map<String, Quota> accounts;
    private final boolean queryTokens;

    private TokenTable(Map<TokenHash, Entry> entries, Map<String, Quota> accounts) {
        this.entries = Map.copyOf(entries);
        this.accounts = Map.copyOf(accounts);
        this.queryTokens =
                entries.values().stream().anyMatch(entry -> entry.token().queryToken());
    }

    /** A token and who presents it. */
    record Entry(TokenDefinition token, Sender sender) {}

    /**
     * A table whose accounts are all full.
     *
     * @param tokens at least one, with different hashes
     * @param limits for owners without limits of their own
     */
    static TokenTable of(Collection<TokenDefinition> tokens, Limits limits, LongSupplier nanoTime) {
        return of(tokens, limits, nanoTime, Map.of());
    }

    /** A table of other tokens; owners with the same limits as before keep their accounts. */
    TokenTable with(Collection<TokenDefinition> tokens, Limits limits, LongSupplier nanoTime) {
        return of(tokens, limits, nanoTime, accounts);
    }

    private static TokenTable of(
            Collection<TokenDefinition> tokens, Limits limits, LongSupplier nanoTime, Map<String, Quota> before) {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("at least one token is needed");
        }
        Map<String, Quota> accounts = new HashMap<>();
        limits(tokens, limits).forEach((owner, own) -> {
            Quota known = before.get(owner);
            accounts.put(owner, known != null && known.limits().equals(own) ? known : new Quota(own, nanoTime));
        });
        Map<TokenHash, Entry> entries = new HashMap<>();
        for (TokenDefinition token : tokens) {
            Quota account = accounts.get(token.owner());
            if (account != null) {
                entries.put(token.hash(), new Entry(token, new Sender(token, account)));
            }
        }
        return new TokenTable(entries, accounts);
    }

    private static Map<String, Limits> limits(Collection<TokenDefinition> tokens, Limits general) {
        Map<String, Limits> limits = new HashMap<>();
        for (TokenDefinition token : tokens) {
            Limits known = limits.getOrDefault(token.owner(), general);
            Integer requests = token.requestsPerSecond();
            Long bytes = token.bytesPerSecond();
            limits.put(
                    token.owner(),
                    new Limits(
                            requests == null ? known.requestsPerSecond() : requests,
                            bytes == null ? known.bytesPerSecond() : bytes));
        }
        return limits;
    }

    int size() {
        return entries.size();
    }

    Optional<Entry> find(String token) {
        return Optional.ofNullable(entries.get(TokenHash.of(token)));
    }

    /** Whether any token may be in the query string. */
    boolean queryTokens() {
        return queryTokens;
    }
}
