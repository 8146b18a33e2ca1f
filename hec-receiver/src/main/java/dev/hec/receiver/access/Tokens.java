package dev.hec.receiver.access;

import dev.hec.format.ReplyCode;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides who a request comes from and whether it may go on. Thread-safe.
 *
 * <p>The answers are those of decisions 4 and 5: no token 401/2; malformed, an unknown scheme or two of them 401/3; unknown 403/4;
 * disabled or expired 403/1. A token in the query string is refused with 400/16 even beside a good header, since its writer meant
 * it to count; unless it is one that may be there, then it counts and the header does not.
 */
public final class Tokens {

    private static final String PARAMETER = "token";

    private final Supplier<TokenTable> table;
    private final InstantSource clock;

    private Tokens(Supplier<TokenTable> table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Tokens that may send and search, without limits.
     *
     * @param tokens at least one
     */
    public Tokens(Collection<String> tokens) {
        this(plain(tokens), Limits.NONE, InstantSource.system(), System::nanoTime);
    }

    /**
     * Tokens with what they stand for, without limits but those of their own.
     *
     * @param tokens at least one
     * @param clock tells which have expired
     */
    public Tokens(Collection<TokenDefinition> tokens, InstantSource clock) {
        this(tokens, Limits.NONE, clock, System::nanoTime);
    }

    /**
     * Tokens with what they stand for.
     *
     * @param tokens at least one
     * @param limits for owners without limits of their own
     * @param clock tells which have expired
     * @param nanoTime a clock as {@link System#nanoTime}, for the limits
     */
    public Tokens(Collection<TokenDefinition> tokens, Limits limits, InstantSource clock, LongSupplier nanoTime) {
        TokenTable fixed = TokenTable.of(tokens, limits, nanoTime);
        this.table = () -> fixed;
        this.clock = clock;
    }

    /**
     * The tokens that the settings and their files define; read again when a file changes.
     *
     * @throws InvalidSettings if a file cannot be used
     * @throws IOException if a file cannot be read
     */
    public static Tokens of(Settings settings, Credentials credentials) throws IOException, InvalidSettings {
        InstantSource clock = InstantSource.system();
        TokenSources sources = TokenSources.of(settings, credentials);
        return new Tokens(WatchedTokens.open(sources, Limits.of(settings), clock, System::nanoTime), clock);
    }

    private static List<TokenDefinition> plain(Collection<String> tokens) {
        return TokenSources.plain(List.copyOf(tokens));
    }

    /**
     * Who wants to send.
     *
     * @param authorization all values of the {@code Authorization} header
     * @param query the query string, decoded
     * @throws AccessDenied if nobody who may
     */
    public Sender writer(List<String> authorization, Map<String, List<String>> query) throws AccessDenied {
        TokenTable.Entry entry = entry(authorization, query);
        if (!entry.token().rights().write()) {
            throw new AccessDenied(
                    ReplyCode.INVALID_TOKEN,
                    "Invalid token: this one is for reading only",
                    entry.sender().name());
        }
        return entry.sender();
    }

    /**
     * Who wants to search.
     *
     * @param authorization all values of the {@code Authorization} header
     * @param query the query string, decoded
     * @throws AccessDenied if nobody who may
     */
    public Sender reader(List<String> authorization, Map<String, List<String>> query) throws AccessDenied {
        TokenTable.Entry entry = entry(authorization, query);
        if (!entry.token().rights().read()) {
            throw new AccessDenied(
                    ReplyCode.INVALID_TOKEN,
                    "Invalid token: this one is for sending only; reading needs another right",
                    entry.sender().name());
        }
        return entry.sender();
    }

    /**
     * Who wants to delete, or to change how the receiver works: a token that may both send and read may do so.
     *
     * @param authorization all values of the {@code Authorization} header
     * @param query the query string, decoded
     * @throws AccessDenied if nobody who may
     */
    Sender master(List<String> authorization, Map<String, List<String>> query) throws AccessDenied {
        TokenTable.Entry entry = entry(authorization, query);
        if (entry.token().rights() != Rights.BOTH) {
            throw new AccessDenied(
                    ReplyCode.INVALID_TOKEN,
                    "Invalid token: changing things needs one with the rights to send and to read",
                    entry.sender().name());
        }
        return entry.sender();
    }

    private TokenTable.Entry entry(List<String> authorization, Map<String, List<String>> query) throws AccessDenied {
        TokenTable tokens = table.get();
        List<String> inQuery = query.get(PARAMETER);
        TokenTable.Entry entry = inQuery == null ? byHeader(tokens, authorization) : byQuery(tokens, inQuery);
        if (entry.token().disabled() || entry.token().expiredAt(clock.instant())) {
            throw new AccessDenied(
                    ReplyCode.TOKEN_DISABLED,
                    ReplyCode.TOKEN_DISABLED.text(),
                    entry.sender().name());
        }
        return entry;
    }

    private static TokenTable.Entry byHeader(TokenTable tokens, List<String> authorization) throws AccessDenied {
        if (authorization.isEmpty()) {
            throw new AccessDenied(ReplyCode.TOKEN_REQUIRED);
        }
        String token = AuthorizationHeader.token(authorization)
                .orElseThrow(() -> new AccessDenied(ReplyCode.INVALID_AUTHORIZATION));
        return tokens.find(token).orElseThrow(() -> new AccessDenied(ReplyCode.INVALID_TOKEN));
    }

    private static TokenTable.Entry byQuery(TokenTable tokens, List<String> inQuery) throws AccessDenied {
        if (!tokens.queryTokens()) {
            throw new AccessDenied(ReplyCode.QUERY_AUTHORIZATION);
        }
        if (inQuery.size() > 1) {
            throw new AccessDenied(ReplyCode.INVALID_AUTHORIZATION);
        }
        TokenTable.Entry entry =
                tokens.find(inQuery.get(0)).orElseThrow(() -> new AccessDenied(ReplyCode.INVALID_TOKEN));
        if (!entry.token().queryToken()) {
            throw new AccessDenied(
                    ReplyCode.QUERY_AUTHORIZATION,
                    ReplyCode.QUERY_AUTHORIZATION.text(),
                    entry.sender().name());
        }
        return entry;
    }
}
