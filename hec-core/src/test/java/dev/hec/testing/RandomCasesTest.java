package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomCasesTest {

    @Test
    void check_caseFails_namesItsSeedAndWhatWasDrawn() {
        Throwable failure = catchThrowable(() -> RandomCases.check(
                1_000, draw -> assertThat(draw.intBetween(0, 99)).isLessThan(50)));

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s)seed (-?\\d+) \\(repeat with -Dhec\\.seed=\\1\\), drawn \\d+: .*");
    }

    @Test
    void check_allHold_runsThemAllWithOtherValues() {
        Set<Long> seen = new HashSet<>();
        int[] runs = new int[1];

        RandomCases.check(500, draw -> {
            runs[0]++;
            seen.add(draw.anyLong());
        });

        assertThat(runs[0]).isEqualTo(Long.getLong("hec.seed") == null ? 500 : 1);
        assertThat(seen.size()).isGreaterThan(runs[0] / 4);
    }

    @Test
    void draw_sameSeed_drawsTheSame() {
        assertThat(sample(42)).isEqualTo(sample(42)).isNotEqualTo(sample(43));
    }

    private static List<Object> sample(long seed) {
        Draw draw = new Draw(seed);
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drawn.add(draw.anyLong());
            drawn.add(draw.anyDouble());
            drawn.add(draw.hardText(50));
            drawn.add(draw.list(5, () -> draw.ascii(3)));
        }
        return drawn;
    }

    @Test
    void draw_ranges_areKeptAndTheirEndsMet() {
        Draw draw = new Draw(1);
        Set<Integer> ints = new HashSet<>();
        Set<Integer> sizes = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            ints.add(draw.intBetween(3, 9));
            sizes.add(draw.size(4));
            assertThat(draw.fraction()).isGreaterThanOrEqualTo(0).isLessThan(1);
            assertThat(draw.anyDouble()).isFinite();
        }

        assertThat(ints).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9);
        assertThat(sizes).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
}
