package dev.hec.receiver.access;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets pages of some origins call from a browser, and keeps those of others from using a token that the browser keeps: it sends the
 * password of {@code Basic} with whatever any page asks for. Immutable and thread-safe.
 *
 * <p>No origin is let in unless it is named. An origin is answered by its own name, never by {@code *}, and without leave to send cookies or
 * passwords that the browser keeps: a page has to have a token and present it.
 */
public final class Cors {

    private static final String ORIGIN = "Origin";
    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, Content-Encoding, X-Splunk-Request-Channel, X-Hec-Batch";

    /** What a page of another origin may do: send and search. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

    private final Set<String> origins;

    /**
     * Lets origins in.
     *
     * @param origins as browsers write them, {@code https://logs.example.com}; empty for none
     */
    public Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Those of the settings. */
    public static Cors of(Settings settings) {
        return new Cors(settings.find(Setting.CORS_ORIGINS).orElse(List.of()));
    }

    /** A handler that pages of these origins may call. */
    public RequestHandler around(RequestHandler handler) {
        return new CorsHandler(handler);
    }

    private final class CorsHandler implements RequestHandler {

        private final RequestHandler handler;

        CorsHandler(RequestHandler handler) {
            this.handler = handler;
        }

        @Override
        public HttpReply handle(HttpRequest request) {
            HttpReply reply = usesKeptPassword(request) ? refusal() : handler.handle(request);
            if (origins.isEmpty()) {
                return reply;
            }
            Map<String, String> headers = new HashMap<>(reply.headers());
            headers.merge("Vary", ORIGIN, (present, origin) -> present + ", " + origin);
            List<String> origin = request.header(ORIGIN);
            if (origin.size() == 1 && origins.contains(origin.get(0))) {
                headers.put("Access-Control-Allow-Origin", origin.get(0));
                if (isPreflight(request) && reply.status() == 200) {
                    headers.put("Access-Control-Allow-Methods", methods(headers.getOrDefault("Allow", "")));
                    headers.put("Access-Control-Allow-Headers", ALLOWED_HEADERS);
                    headers.put("Access-Control-Max-Age", "600");
                } else {
                    headers.put("Access-Control-Expose-Headers", "Retry-After");
                }
            }
            return new HttpReply(
                    reply.status(), reply.contentType(), reply.body(), Map.copyOf(headers), reply.stream());
        }

        @Override
        public void stop() {
            handler.stop();
        }

        private boolean usesKeptPassword(HttpRequest request) {
            return AuthorizationHeader.isBasic(request.header("Authorization"))
                    && PageOrigin.isForeign(request, origins);
        }

        private static HttpReply refusal() {
            ReplyCode code = ReplyCode.INVALID_TOKEN;
            String text = code.text() + ": a page of another origin may not use a password that the browser keeps";
            return HttpReply.json(code.status(), new Reply(code.code(), text, null, null).toJson());
        }

        private static String methods(String allow) {
            return Arrays.stream(allow.split(",", -1)).filter(METHODS::contains).collect(Collectors.joining(","));
        }

        private static boolean isPreflight(HttpRequest request) {
            return request.method().equals("OPTIONS")
                    && !request.header("Access-Control-Request-Method").isEmpty();
        }
    }
}
