package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** The search, on lengths that are computed instead of encoded. */
class TruncationTest {

    /** How a search went. */
    private record Search(int best, int tries) {}

    private static Search search(int target, IntUnaryOperator lengthOfLimit) {
        Truncation truncation = new Truncation(target, target, lengthOfLimit.applyAsInt(target));
        int tries = 0;
        for (int chars = truncation.next(); chars > 0; chars = truncation.next()) {
            truncation.tried(chars, lengthOfLimit.applyAsInt(chars));
            tries++;
        }
        return new Search(truncation.best(), tries);
    }

    /** Length of a record with texts of these lengths, each of characters of one width. */
    private static IntUnaryOperator texts(int others, List<int[]> lengthsAndWidths) {
        return limit -> {
            long length = others
                    + lengthsAndWidths.stream()
                            .mapToLong(text -> (long) Math.min(text[0], limit) * text[1])
                            .sum();
            return (int) Math.min(length, Integer.MAX_VALUE);
        };
    }

    @Test
    void search_oneTextOfAscii_isAlmostExactAtOnce() {
        Search search = search(1_000_000, texts(200, List.of(new int[] {90_000_000, 1})));

        assertThat(search.tries()).isEqualTo(1);
        assertThat(search.best()).isBetween(999_700, 999_800);
    }

    @Test
    void search_oneTextOfWiderCharacters_needsOneTry() {
        for (int width = 2; width <= 6; width++) {
            IntUnaryOperator length = texts(200, List.of(new int[] {90_000_000, width}));

            Search search = search(1_000_000, length);

            assertThat(search.tries()).as("width %d", width).isEqualTo(1);
            assertThat(length.applyAsInt(search.best())).isBetween(900_000, 1_000_000);
        }
    }

    @Test
    void search_anyTexts_endsNearTheTarget() {
        RandomCases.check(20_000, draw -> {
            int target = draw.oneOf(1_000, 100_000, 1_000_000, 10_000_000);
            int others = draw.intBetween(100, target / 4);
            // So few texts that even the shortest limit fits, and one step of the limit is a small part of the target.
            int count = draw.intBetween(1, Math.max(1, target / 1_000));
            IntUnaryOperator length = texts(others, texts(draw, count, target));
            if (length.applyAsInt(target) <= target) {
                return;
            }

            Search search = search(target, length);

            assertThat(length.applyAsInt(search.best())).isBetween(target - target / 4, target);
            assertThat(search.tries()).isLessThanOrEqualTo(12);
        });
    }

    private static List<int[]> texts(Draw draw, int count, int target) {
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(new int[] {draw.intBetween(1, target), draw.oneOf(1, 1, 1, 2, 3, 6)});
        }
        return texts;
    }

    @Test
    void search_nothingHelps_endsWithoutALimit() {
        assertThat(search(10_000_000, limit -> 10_000_001).best()).isZero();
        assertThat(search(1_000, limit -> Integer.MAX_VALUE).best()).isZero();
    }

    @Test
    void search_lengthsWithoutSense_ends() {
        RandomCases.check(2_000, draw -> {
            Search search =
                    search(1_000_000, limit -> draw.intBetween(0, 3_000_000) + (limit == 1_000_000 ? 1_000_001 : 0));

            assertThat(search.tries()).isLessThanOrEqualTo(40);
        });
    }
}
