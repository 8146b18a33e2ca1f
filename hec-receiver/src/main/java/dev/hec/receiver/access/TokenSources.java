package dev.hec.receiver.access;

import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where tokens are written: the setting {@code token}, a file of bare tokens, a file of definitions. All that are there count
 * together. Immutable and thread-safe.
 */
final class TokenSources {

    private final @Nullable String token;
    private final @Nullable Path bareTokens;
    private final @Nullable Path definitions;

    private TokenSources(@Nullable String token, @Nullable Path bareTokens, @Nullable Path definitions) {
        this.token = token;
        this.bareTokens = bareTokens;
        this.definitions = definitions;
    }

    static TokenSources of(Settings settings, Credentials credentials) {
        return new TokenSources(
                settings.find(Setting.TOKEN).orElse(null),
                credentials.file(),
                settings.find(Setting.TOKENS).orElse(null));
    }

    /** Bare tokens: they may send and search. */
    static List<TokenDefinition> plain(List<String> tokens) {
        List<TokenDefinition> plain = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            plain.add(TokenDefinition.plain(tokens.size() == 1 ? "token" : "token-" + (i + 1), tokens.get(i)));
        }
        return plain;
    }

    /** The files among them. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (bareTokens != null) {
            files.add(bareTokens);
        }
        if (definitions != null) {
            files.add(definitions);
        }
        return files;
    }

    /**
     * Reads them all.
     *
     * @throws InvalidSettings if there is a problem with any of them, or they do not fit together
     * @throws IOException if a file cannot be read
     */
    List<TokenDefinition> read() throws IOException, InvalidSettings {
        List<TokenDefinition> found = new ArrayList<>();
        if (token != null) {
            found.addAll(plain(List.of(token)));
        }
        try {
            if (bareTokens != null) {
                found.addAll(plain(Credentials.read(bareTokens)));
            }
            if (definitions != null) {
                found.addAll(TokensFile.read(definitions));
            }
        } catch (NoSuchFileException e) {
            throw new InvalidSettings(
                    List.of("there is no file " + e.getFile() + "; write tokens into it or change the setting"));
        }
        List<String> clashes = clashes(found);
        if (!clashes.isEmpty()) {
            throw new InvalidSettings(clashes);
        }
        return found;
    }

    private List<String> clashes(List<TokenDefinition> tokens) {
        List<String> problems = new ArrayList<>();
        Map<String, TokenDefinition> byName = new HashMap<>();
        Map<TokenHash, TokenDefinition> byHash = new HashMap<>();
        Map<String, Integer> requests = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        for (TokenDefinition definition : tokens) {
            if (byName.putIfAbsent(definition.name(), definition) != null) {
                problems.add("two tokens are called " + definition.name() + where() + "; give each its own name");
            }
            TokenDefinition same = byHash.putIfAbsent(definition.hash(), definition);
            if (same != null) {
                problems.add("the tokens " + same.name() + " and " + definition.name() + where()
                        + " are the same token; keep one of them");
            }
            if (differs(requests, definition.owner(), definition.requestsPerSecond())) {
                problems.add("the tokens of owner " + definition.owner() + where()
                        + " have different requests-per-second; an owner has one limit for all its tokens");
            }
            if (differs(bytes, definition.owner(), definition.bytesPerSecond())) {
                problems.add("the tokens of owner " + definition.owner() + where()
                        + " have different bytes-per-second; an owner has one limit for all its tokens");
            }
        }
        return problems;
    }

    private static <T> boolean differs(Map<String, T> known, String owner, @Nullable T value) {
        if (value == null) {
            return false;
        }
        T before = known.putIfAbsent(owner, value);
        return before != null && !before.equals(value);
    }

    private String where() {
        return definitions == null ? "" : " (" + definitions + ")";
    }
}
