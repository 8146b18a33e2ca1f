package dev.hec.doctor;

import dev.hec.auth.Authorization;
import dev.hec.auth.Jwt;
import dev.hec.auth.TokenException;
import dev.hec.auth.TokenSource;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads the token, and tells how long a JWT lives. Shows no token. */
final class TokenCheck {

    private static final Duration SOON = Duration.ofDays(30);

    private final HecSettings settings;
    private final Time time;
    private final Report report;

    TokenCheck(HecSettings settings, Time time, Report report) {
        this.settings = settings;
        this.time = time;
        this.report = report;
    }

    /** The token; empty if there is none, which is then reported. */
    Optional<String> check() {
        try {
            TokenSource source = TokenSource.of(settings, time);
            String token = source.read();
            report.ok(
                    "token",
                    source.origin() + ": " + token.length() + " characters, SHA-256 begins with "
                            + Authorization.fingerprint(token));
            expiry(token);
            return Optional.of(token);
        } catch (TokenException e) {
            report.fail("token", String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            report.fail("token", "the provider lacks a class: " + e.getMessage());
            report.advise("give all jars it needs: java -cp jars dev.hec.doctor.Main doctor ...");
        }
        return Optional.empty();
    }

    private void expiry(String token) {
        Optional<Jwt> jwt;
        try {
            jwt = Jwt.parse(token);
        } catch (NoClassDefFoundError e) {
            // Jackson is not there, which has been said.
            return;
        }
        jwt.ifPresent(known -> {
            Instant now = time.now();
            Instant end = known.expires().truncatedTo(ChronoUnit.SECONDS);
            Duration left = Duration.between(now, end);
            if (left.isNegative()) {
                report.fail("token", "is a JWT that expired at " + end);
                report.advise("get a new one; the collector refuses it");
            } else if (left.compareTo(SOON) < 0) {
                report.warn("token", "is a JWT that expires at " + end + ", in " + left.toDays() + " day(s)");
            } else {
                report.ok("token", "is a JWT that expires at " + end + ", in " + left.toDays() + " day(s)");
            }
        });
    }
}
