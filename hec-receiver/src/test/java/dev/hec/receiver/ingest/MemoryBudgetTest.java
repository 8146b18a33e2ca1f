package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(1_000_000);

    @Test
    void share_closed_givesEverythingBack() throws Exception {
        try (MemoryBudget.Share share = budget.open()) {
            share.take(10);
            share.take(600_000);
            assertThat(budget.taken()).isBetween(600_010L, 1_000_000L);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void share_upToTheCapacity_isGiven() throws Exception {
        try (MemoryBudget.Share share = budget.open()) {
            for (int i = 0; i < 1000; i++) {
                share.take(1000);
            }
            assertThat(budget.taken()).isEqualTo(1_000_000);
        }
    }

    @Test
    void share_aloneOverTheCapacity_isRefusedForGood() throws Exception {
        try (MemoryBudget.Share share = budget.open()) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> share.take(1_000_001));
            assertThat(refusal.status()).isEqualTo(413);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void share_besideOthers_isRefusedForNow() throws Exception {
        try (MemoryBudget.Share other = budget.open();
                MemoryBudget.Share share = budget.open()) {
            other.take(900_000);
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> share.take(200_000));
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(budget.taken()).isEqualTo(900_000);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void open_moreThanThereAreThreads_isRefusedForNow() throws Exception {
        List<MemoryBudget.Share> shares = new ArrayList<>();
        for (int i = 0; i < MemoryBudget.MOST_REQUESTS; i++) {
            shares.add(budget.open());
        }
        Refusal refusal = catchThrowableOfType(Refusal.class, budget::open);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).containsKey("Retry-After");

        shares.get(0).close();
        shares.get(0).close();
        budget.open();
        assertThat(catchThrowableOfType(Refusal.class, budget::open)).isNotNull();
    }
}
