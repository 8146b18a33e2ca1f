package dev.hec.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Web Token (RFC 7519) says of its own life; its signature is the collector's business. Immutable.
 *
 * @param expires {@code exp}
 * @param issued {@code iat}, or null if it does not say
 */
public record Jwt(Instant expires, @Nullable Instant issued) {

    /** The year 9999; what is beyond is no count of seconds. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** Apart, for most tokens are no JWT, and need no parser. */
    private static final class Json {

        static final JsonFactory FACTORY = new JsonFactory();
    }

    /** Reads a token; empty if it is not a JWT that expires. */
    public static Optional<Jwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            base64.decode(parts[0]);
            base64.decode(parts[2]);
            return claims(base64.decode(parts[1]));
        } catch (IllegalArgumentException | IOException e) {
            // Three words with dots between them are no JWT.
            return Optional.empty();
        }
    }

    private static Optional<Jwt> claims(byte[] payload) throws IOException {
        Instant expires = null;
        Instant issued = null;
        try (JsonParser json = Json.FACTORY.createParser(payload)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean number = json.nextToken().isNumeric();
                if (number && name.equals("exp")) {
                    expires = instant(json);
                } else if (number && name.equals("iat")) {
                    issued = instant(json);
                } else {
                    json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                return Optional.empty();
            }
        }
        return expires == null ? Optional.empty() : Optional.of(new Jwt(expires, issued));
    }

    private static @Nullable Instant instant(JsonParser json) throws IOException {
        double seconds = json.getDoubleValue();
        return seconds > 0 && seconds <= MAX_SECONDS ? Instant.ofEpochMilli((long) (seconds * 1000)) : null;
    }
}
