package dev.hec.doctor;

import dev.hec.Diagnostics;
import dev.hec.auth.Authorization;
import dev.hec.auth.Credentials;
import dev.hec.auth.Jwt;
import dev.hec.auth.TokenException;
import dev.hec.auth.TokenSource;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the token as the appender does, and tells how long a JWT lives. Shows no token. */
final class TokenCheck {

    private final HecSettings settings;
    private final Time time;
    private final Report report;
    private final List<String> warnings = new ArrayList<>();

    TokenCheck(HecSettings settings, Time time, Report report) {
        this.settings = settings;
        this.time = time;
        this.report = report;
    }

    /**
     * A token.
     *
     * @param authorization value of the header that carries it
     */
    record Token(String text, String authorization) {

        /** All texts that must not be shown. */
        Stream<String> secrets() {
            return Stream.of(text, authorization.substring(authorization.indexOf(' ') + 1));
        }

        @Override
        public String toString() {
            return "****";
        }
    }

    /** The token; empty if there is none, which is then reported. */
    Optional<Token> check() {
        try {
            String origin = TokenSource.of(settings, time).origin();
            Token token = token(authorization());
            report.ok(
                    "token",
                    origin + ": " + token.text().length() + " characters, SHA-256 begins with "
                            + Authorization.fingerprint(token.text()));
            if (Libraries.JACKSON.isThere()) {
                expiry(token.text());
            }
            return Optional.of(token);
        } catch (TokenException e) {
            report.fail("token", String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            report.fail("token", "the provider lacks a class: " + e.getMessage());
            report.advise("give all jars it needs: java -cp jars dev.hec.doctor.Main doctor ...");
        }
        return Optional.empty();
    }

    private String authorization() {
        if (Libraries.JACKSON.isThere()) {
            return Credentials.from(settings, warningsOnly(), time).authorization();
        }
        // The appender's own way reads JWTs, which takes Jackson. The appender cannot do without, the doctor can.
        return Authorization.header(
                settings.get(HecSetting.AUTH_SCHEME),
                TokenSource.of(settings, time).read());
    }

    private Token token(String authorization) {
        String credential = authorization.substring(authorization.indexOf(' ') + 1);
        if (!settings.get(HecSetting.AUTH_SCHEME).equals("Basic")) {
            return new Token(credential, authorization);
        }
        String pair = new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
        return new Token(pair.substring(pair.indexOf(':') + 1), authorization);
    }

    /** The appender's own words about a token that ends soon. */
    private Diagnostics warningsOnly() {
        return new Diagnostics() {
            @Override
            public void info(String message) {}

            @Override
            public void warn(String message) {
                warnings.add(message);
            }
        };
    }

    private void expiry(String token) {
        Jwt.parse(token).ifPresent(known -> {
            Instant now = time.now();
            Instant end = known.expires().truncatedTo(ChronoUnit.SECONDS);
            if (!known.expires().isAfter(now)) {
                report.fail("token", "is a JWT that expired at " + end);
                report.advise("get a new one; the collector refuses it");
            } else if (warnings.isEmpty()) {
                report.ok("token", "is a JWT that expires at " + end);
            } else {
                warnings.forEach(warning -> report.warn("token", warning));
            }
        });
    }
}
