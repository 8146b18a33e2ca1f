package dev.hec.receiver.access;

import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may read what was stored, and who may change it: search, the page, metrics. Immutable and thread-safe.
 *
 * <p>Reading needs a token with that right; deleting and the like one that may send as well. On a receiver that listens on a
 * loopback address only, requests to read are let in without a token, too, but only those that really come from this machine's user: not
 * through a proxy, not to a name that a stranger made point here, and not from a page of another origin.
 *
 * <p>A 401 asks for {@code Basic}, which makes a browser ask for the token: as password, with any user.
 */
public final class ReadAccess {

    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"hec-receiver, the token is the password\", charset=\"UTF-8\"");

    private final Tokens tokens;
    private final boolean local;

    /**
     * The rule for a receiver.
     *
     * @param tokens who may read
     * @param local whether this machine's user needs no token
     */
    public ReadAccess(Tokens tokens, boolean local) {
        this.tokens = tokens;
        this.local = local;
    }

    /** The rule by the settings: {@code local-reads} counts where {@code bind} is a loopback address. */
    public static ReadAccess of(Tokens tokens, Settings settings) {
        return new ReadAccess(tokens, settings.get(Setting.LOCAL_READS) && isLoopback(settings.get(Setting.BIND)));
    }

    /**
     * What to answer to a request that wants to read.
     *
     * @return empty if it may
     */
    public Optional<HttpReply> refusal(HttpRequest request) {
        return local && LocalRequest.is(request) ? Optional.empty() : refusal(request, tokens::reader);
    }

    /**
     * What to answer to a request that wants to delete, or to change how the receiver works.
     *
     * @return empty if it may
     */
    public Optional<HttpReply> refusalOfChange(HttpRequest request) {
        return refusal(request, tokens::master);
    }

    /** A handler that only those reach who may read; anybody may ask for its methods. */
    public RequestHandler forReaders(RequestHandler handler) {
        return new GuardedHandler(handler, this::refusal);
    }

    /** A handler that only those reach who may change things; anybody may ask for its methods. */
    public RequestHandler forMasters(RequestHandler handler) {
        return new GuardedHandler(handler, this::refusalOfChange);
    }

    private Optional<HttpReply> refusal(HttpRequest request, Decision decision) {
        List<String> authorization = request.header("Authorization");
        Map<String, List<String>> query = QueryParameters.parse(request.query());
        try {
            request.notes().sender(decision.decide(authorization, query).name());
            return Optional.empty();
        } catch (AccessDenied e) {
            request.notes().sender(e.sender());
            // A browser asks again only after a 401; a wrong password would be with it for good.
            boolean again = e.unknownToken() && AuthorizationHeader.isBasic(authorization);
            int status = again ? 401 : e.status();
            return Optional.of(new HttpReply(
                    status, "application/json", e.reply().toJson(), status == 401 ? CHALLENGE : Map.of()));
        }
    }

    private static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // nobody can listen there
        }
    }

    @FunctionalInterface
    private interface Decision {

        Sender decide(List<String> authorization, Map<String, List<String>> query) throws AccessDenied;
    }
}
