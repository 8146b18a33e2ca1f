package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private static String writer(Tokens tokens, String... authorization) throws AccessDenied {
        return tokens.writer(List.of(authorization), Map.of()).name();
    }

    private static int denial(Tokens tokens, Map<String, List<String>> query, String... authorization) {
        AccessDenied denied =
                catchThrowableOfType(AccessDenied.class, () -> tokens.writer(List.of(authorization), query));
        return denied.reply().code();
    }

    private static TokenDefinition.Builder token(String token) {
        return TokenDefinition.named("name of " + token, TokenHash.of(token));
    }

    private static Tokens tokens(TokenDefinition.Builder... tokens) {
        return new Tokens(
                java.util.Arrays.stream(tokens)
                        .map(TokenDefinition.Builder::build)
                        .toList(),
                Limits.NONE,
                () -> NOW,
                () -> 0);
    }

    @Test
    void decision3_basicOfTestVector_isThePasswordToken() throws Exception {
        assertThat(writer(new Tokens(List.of("token")), "Basic eDp0b2tlbg==")).isEqualTo("token");
    }

    @Test
    void decision3_uuidShapedToken_isLetInInAnyCase() throws Exception {
        Tokens tokens = new Tokens(List.of("AAAAAAAA-bbbb-CCCC-dddd-EEEEEEEEEEEE"));

        assertThat(writer(tokens, "Splunk aaaaaaaa-BBBB-cccc-dddd-eeeeeeeeeeee"))
                .isEqualTo("token");
    }

    @Test
    void decision3_otherToken_isCaseSensitive() throws Exception {
        Tokens tokens = new Tokens(List.of("Secret"));

        assertThat(writer(tokens, "Bearer Secret")).isEqualTo("token");
        assertThat(denial(tokens, Map.of(), "Bearer secret")).isEqualTo(4);
    }

    @Test
    void tokens_severalOfThem_areAllLetInByTheirOwnNames() throws Exception {
        Tokens tokens = new Tokens(List.of("old", "new"));

        assertThat(writer(tokens, "Bearer old")).isEqualTo("token-1");
        assertThat(writer(tokens, "Bearer new")).isEqualTo("token-2");
    }

    @Test
    void tokens_noneOfThem_isNoOpenDoor() {
        assertThatThrownBy(() -> new Tokens(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void token_inTurkishLocale_isFoundToo() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(writer(new Tokens(List.of("t")), "BASIC eDp0")).isEqualTo("token");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void decision5_disabledOrExpired_isTokenDisabled() throws Exception {
        Tokens tokens = tokens(
                token("off").disabled(true),
                token("old").expires(NOW),
                token("good").expires(NOW.plusMillis(1)));

        assertThat(denial(tokens, Map.of(), "Bearer off")).isEqualTo(1);
        assertThat(denial(tokens, Map.of(), "Bearer old")).isEqualTo(1);
        assertThat(writer(tokens, "Bearer good")).isEqualTo("name of good");
    }

    @Test
    void decision4_tokenThatMayBeInTheQuery_winsOverTheHeader() throws Exception {
        Tokens tokens = tokens(token("query").queryToken(true), token("header"));

        assertThat(tokens.writer(List.of("Bearer header"), Map.of("token", List.of("query")))
                        .name())
                .isEqualTo("name of query");
        assertThat(tokens.writer(List.of(), Map.of("token", List.of("query"))).name())
                .isEqualTo("name of query");
    }

    @Test
    void decision4_tokenThatMayNotBeInTheQuery_isRefusedThere() {
        Tokens some = tokens(token("query").queryToken(true), token("header"));
        Tokens none = tokens(token("header"));

        assertThat(denial(some, Map.of("token", List.of("header")), "Bearer header"))
                .isEqualTo(16);
        assertThat(denial(none, Map.of("token", List.of("unknown")), "Bearer header"))
                .isEqualTo(16);
    }

    @Test
    void decision4_whereTokensMayBeInTheQuery_mistakesAreToldAsInTheHeader() {
        Tokens tokens = tokens(
                token("query").queryToken(true), token("off").queryToken(true).disabled(true));

        assertThat(denial(tokens, Map.of("token", List.of("unknown")))).isEqualTo(4);
        assertThat(denial(tokens, Map.of("token", List.of("query", "query")))).isEqualTo(3);
        assertThat(denial(tokens, Map.of("token", List.of("off")))).isEqualTo(1);
    }

    @Test
    void rights_decideWhoMayWriteAndWhoMayRead() throws Exception {
        Tokens tokens =
                tokens(token("w"), token("r").rights(Rights.READ), token("b").rights(Rights.BOTH));

        assertThat(denial(tokens, Map.of(), "Bearer r")).isEqualTo(4);
        assertThat(tokens.reader(List.of("Bearer r"), Map.of()).name()).isEqualTo("name of r");
        assertThat(tokens.reader(List.of("Bearer b"), Map.of()).name()).isEqualTo("name of b");
        assertThat(writer(tokens, "Bearer b")).isEqualTo("name of b");
        assertThatThrownBy(() -> tokens.reader(List.of("Bearer w"), Map.of()))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("for sending only");
    }

    @Test
    void sender_afterAChangeOfItsToken_isTheSameKey() throws Exception {
        Sender before = tokens(token("t")).writer(List.of("Bearer t"), Map.of());
        Sender after = tokens(token("t").ack(true)).writer(List.of("Bearer t"), Map.of());
        Sender other = tokens(token("u")).writer(List.of("Bearer u"), Map.of());

        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(other).isNotEqualTo(before);
    }

    @Test
    void printed_nothingShowsATokenOrItsHash() throws Exception {
        TokenDefinition definition = token("geheim").build();
        String hash = definition.hash().text().substring("sha256:".length());
        Sender sender = new Tokens(List.of(definition), Limits.NONE, () -> NOW, () -> 0)
                .writer(List.of("Bearer geheim"), Map.of());

        assertThat(sender).hasToString("Sender[name of geheim]");
        assertThat(definition).hasToString("TokenDefinition[name of geheim]");
        assertThat(definition.hash().toString()).doesNotContain("geheim", hash, hash.substring(0, 8));
    }
}
