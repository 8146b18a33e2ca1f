package dev.hec.receiver.ingest;

import dev.hec.format.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: the tokens, kept as hashes only. Immutable and thread-safe.
 *
 * <p>A token is presented as {@code Authorization: Bearer TOKEN}, {@code Splunk TOKEN} or {@code Basic base64(any:TOKEN)}; the
 * name of the scheme in any letter case. Tokens are case-sensitive, except those shaped like a UUID: clients re-spell them.
 * Hashing first makes the comparison take the same time for every wrong token, whatever its length.
 */
public final class Tokens {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final List<byte[]> hashes;
    private final boolean acks;

    /**
     * Lets these tokens in.
     *
     * @param tokens at least one
     */
    public Tokens(Collection<String> tokens) {
        this(tokens, false);
    }

    /**
     * Lets these tokens in.
     *
     * @param tokens at least one
     * @param acks whether their senders have acknowledgements on
     */
    Tokens(Collection<String> tokens, boolean acks) {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("at least one token is needed");
        }
        hashes = tokens.stream().map(Tokens::hash).toList();
        this.acks = acks;
    }

    /** Whether the senders have acknowledgements on. */
    boolean acks() {
        return acks;
    }

    /**
     * Decides about a request.
     *
     * @param authorization all values of the {@code Authorization} header
     * @param inQuery whether the query string has a parameter {@code token}; that form is off, and refused even beside a good
     *     header, since its writer meant it to count
     * @return empty if the request may go on, else what to answer
     */
    public Optional<ReplyCode> refusal(List<String> authorization, boolean inQuery) {
        if (inQuery) {
            return Optional.of(ReplyCode.QUERY_AUTHORIZATION);
        }
        if (authorization.isEmpty()) {
            return Optional.of(ReplyCode.TOKEN_REQUIRED);
        }
        String token = authorization.size() == 1 ? tokenIn(authorization.get(0)) : null;
        if (token == null) {
            return Optional.of(ReplyCode.INVALID_AUTHORIZATION);
        }
        return isKnown(token) ? Optional.empty() : Optional.of(ReplyCode.INVALID_TOKEN);
    }

    /**
     * Stands for the sender of a request that may go on: a hash of its token.
     *
     * @param authorization all values of the {@code Authorization} header
     */
    byte[] sender(List<String> authorization) {
        String token = authorization.size() == 1 ? tokenIn(authorization.get(0)) : null;
        if (token == null) {
            throw new IllegalArgumentException("a request without a token has no sender");
        }
        return hash(token);
    }

    private static @Nullable String tokenIn(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String credentials = text.substring(space + 1).strip();
        if (credentials.isEmpty() || credentials.indexOf(' ') >= 0) {
            return null;
        }
        return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "splunk" -> credentials;
            case "basic" -> passwordIn(credentials);
            default -> null;
        };
    }

    private static @Nullable String passwordIn(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 || colon == pair.length() - 1 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isKnown(String token) {
        byte[] presented = hash(token);
        boolean known = false;
        for (byte[] hash : hashes) {
            known |= MessageDigest.isEqual(hash, presented);
        }
        return known;
    }

    private static byte[] hash(String token) {
        String spelt = UUID.matcher(token).matches() ? token.toLowerCase(Locale.ROOT) : token;
        try {
            return MessageDigest.getInstance("SHA-256").digest(spelt.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
