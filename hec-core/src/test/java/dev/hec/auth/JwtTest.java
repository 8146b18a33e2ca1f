package dev.hec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {

    /** A token with these claims. */
    static String token(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                + "." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "." + base64.encodeToString(new byte[32]);
    }

    @Test
    void parse_expAndIat_areRead() {
        assertThat(Jwt.parse(token("{\"sub\":{\"exp\":[1]},\"iat\":1700000000,\"exp\":1800000000,\"x\":\"y\"}")))
                .contains(new Jwt(Instant.ofEpochSecond(1_800_000_000), Instant.ofEpochSecond(1_700_000_000)));
    }

    @Test
    void parse_expWithFraction_isRead() {
        assertThat(Jwt.parse(token("{\"exp\":1800000000.5}")))
                .contains(new Jwt(Instant.ofEpochMilli(1_800_000_000_500L), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"exp\":\"1800000000\"}",
                "{\"exp\":null}",
                "{\"exp\":-1}",
                "{\"exp\":1e300}",
                "{\"exp\":99999999999999999999999999}",
                "{\"exp\":1800000000",
                "[1800000000]",
                "1800000000",
                "not json",
                ""
            })
    void parse_claimsWithoutAnExpiry_areNoJwt(String claims) {
        assertThat(Jwt.parse(token(claims))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token", "a.b", "a.b.c", "a.b.c.d", "..", "a.!!.c", "ü.e30.x", "aa.e30=.bb"})
    void parse_otherTokens_areNoJwt(String token) {
        assertThat(Jwt.parse(token)).isEmpty();
    }

    @Test
    void parse_brokenAnywhere_neverThrows() {
        String whole = token("{\"iat\":1700000000,\"exp\":1800000000}");
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder broken = new StringBuilder(whole);
            broken.setCharAt(random.nextInt(broken.length()), (char) (random.nextInt(0x5e) + 0x21));
            broken.setLength(random.nextInt(broken.length() + 1));
            Jwt.parse(broken.toString());
        }
        assertThat(Jwt.parse(whole)).isPresent();
    }
}
