package dev.hec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.RecordedDiagnostics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenExpiryTest {

    private static final TokenName NAME = new TokenName("token", "a test");

    private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");

    private final RecordedDiagnostics told = new RecordedDiagnostics();

    private static TokenExpiry of(Instant issued) {
        return new TokenExpiry(NAME, Optional.of(new Jwt(END, issued)));
    }

    private void check(TokenExpiry expiry, Duration before) {
        expiry.check(END.minus(before), told);
    }

    @Test
    void check_daysPass_warnsAtEachStepOnce() {
        TokenExpiry expiry = of(null);
        for (int hours = 24 * 40; hours >= -24 * 40; hours--) {
            check(expiry, Duration.ofHours(hours));
        }

        assertThat(told.messages())
                .containsExactly(
                        "WARN The token " + NAME
                                + " expires at 2027-01-31T00:00:00Z, in 30 day(s). Replace it before then.",
                        "WARN The token " + NAME
                                + " expires at 2027-01-31T00:00:00Z, in 7 day(s). Replace it before then.",
                        "WARN The token " + NAME
                                + " expires at 2027-01-31T00:00:00Z, in 1 day(s). Replace it before then.",
                        "WARN The token " + NAME
                                + " expired at 2027-01-31T00:00:00Z; the collector will refuse it. Replace it.");
    }

    @Test
    void check_justBeforeAStep_isSilent() {
        check(of(null), Duration.ofDays(30).plusMillis(1));

        assertThat(told.messages()).isEmpty();
    }

    @Test
    void check_startsLate_warnsOnceOfWhatIsLeft() {
        TokenExpiry expiry = of(null);
        check(expiry, Duration.ofHours(5));
        check(expiry, Duration.ofHours(4));

        assertThat(told.messages()).singleElement().asString().contains("in 5 hour(s)");
    }

    @Test
    void check_expiredAtStart_warnsOnce() {
        TokenExpiry expiry = of(null);
        check(expiry, Duration.ofDays(-3));
        check(expiry, Duration.ofDays(-4));

        assertThat(told.messages()).singleElement().asString().contains("expired at 2027-01-31T00:00:00Z");
    }

    @Test
    void check_tokenOfAShortLife_isWarnedOfItsEndOnly() {
        TokenExpiry expiry = of(END.minus(Duration.ofHours(1)));
        check(expiry, Duration.ofMinutes(59));
        assertThat(told.messages()).isEmpty();

        check(expiry, Duration.ZERO);
        assertThat(told.messages()).singleElement().asString().contains("expired");
    }

    @Test
    void check_tokenOfTenDays_isWarnedFromTheSeventhOn() {
        TokenExpiry expiry = of(END.minus(Duration.ofDays(10)));
        check(expiry, Duration.ofDays(9));
        assertThat(told.messages()).isEmpty();

        check(expiry, Duration.ofDays(7));
        assertThat(told.messages()).hasSize(1);
    }

    @Test
    void check_tokenThatSaysNothing_isSilentForEver() {
        TokenExpiry expiry = new TokenExpiry(NAME, Optional.empty());
        expiry.check(Instant.parse("9999-01-01T00:00:00Z"), told);

        assertThat(told.messages()).isEmpty();
    }
}
