package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    private Quota quota(int requests, long bytes) {
        return new Quota(new Limits(requests, bytes), nanos::get);
    }

    @Test
    void decision33_requestsBeyondTheRate_waitForASecond() {
        Quota quota = quota(2, 0);

        assertThat(quota.request()).isZero();
        assertThat(quota.request()).isZero();
        assertThat(quota.request()).isEqualTo(1);
        nanos.addAndGet(SECOND / 2);
        assertThat(quota.request()).isZero();
        assertThat(quota.request()).isEqualTo(1);
    }

    @Test
    void decision33_bytesBeyondTheRate_closeTheDoorUntilThereIsRoom() {
        Quota quota = quota(0, 1_000_000);
        assertThat(quota.bytes(Quota.LARGEST_BODY)).isZero();

        assertThat(quota.request()).as("nothing was refused yet").isZero();
        assertThat(quota.bytes(2_500_000)).isEqualTo(3);
        assertThat(quota.request()).isEqualTo(3);
        nanos.addAndGet(2_500_000_000L - 1);
        assertThat(quota.request()).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(quota.request()).isZero();
        assertThat(quota.bytes(2_500_000)).isZero();
    }

    @Test
    void decision33_noLimits_letEverythingThrough() {
        Quota quota = quota(0, 0);

        for (int i = 0; i < 10_000; i++) {
            assertThat(quota.request() + quota.bytes(Quota.LARGEST_BODY)).isZero();
        }
    }

    @Test
    void decision33_tokensOfOneOwner_shareAnAccount() throws Exception {
        TokenDefinition one = token("one").owner("team").requestsPerSecond(1).build();
        TokenDefinition two = token("two").owner("team").build();
        TokenDefinition three = token("three").build();
        Tokens tokens =
                new Tokens(List.of(one, two, three), new Limits(2, 0), java.time.InstantSource.system(), nanos::get);

        assertThat(account(tokens, "one")).isSameAs(account(tokens, "two")).isNotSameAs(account(tokens, "three"));
        assertThat(account(tokens, "two").limits()).isEqualTo(new Limits(1, 0));
        assertThat(account(tokens, "three").limits()).isEqualTo(new Limits(2, 0));
    }

    @Test
    void account_ofAnOwnerWithTheSameLimits_outlivesAChangeOfTokens() {
        Limits limits = new Limits(2, 0);
        TokenTable before = TokenTable.of(List.of(token("a").build(), token("b").build()), limits, nanos::get);
        TokenTable after = before.with(
                List.of(
                        token("a").ack(true).build(),
                        token("b").requestsPerSecond(9).build()),
                limits,
                nanos::get);

        assertThat(sender(after, "a").quota()).isSameAs(sender(before, "a").quota());
        assertThat(sender(after, "b").quota()).isNotSameAs(sender(before, "b").quota());
    }

    private static Sender sender(TokenTable table, String token) {
        return table.find(token).orElseThrow().sender();
    }

    private static Quota account(Tokens tokens, String token) throws AccessDenied {
        return tokens.writer(List.of("Bearer " + token), Map.of()).quota();
    }

    private static TokenDefinition.Builder token(String token) {
        return TokenDefinition.named(token, TokenHash.of(token));
    }
}
