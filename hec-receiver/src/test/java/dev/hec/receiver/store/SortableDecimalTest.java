package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortableDecimalTest {

    @Test
    void encode_anyTwoNumbers_compareAsTheirBytes() {
        List<BigDecimal> numbers = new ArrayList<>();
        for (String text : List.of(
                "0",
                "0.000",
                "1",
                "1.0",
                "10",
                "9",
                "-1",
                "-10",
                "-9",
                "-1.1",
                "1.1",
                "1.09",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "9007199254740992",
                "9007199254740993",
                "-9007199254740993",
                "0.1",
                "0.12",
                "0.123",
                "-0.12")) {
            numbers.add(new BigDecimal(text));
        }
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            BigInteger digits = new BigInteger(random.nextInt(100), random);
            numbers.add(new BigDecimal(random.nextBoolean() ? digits : digits.negate(), random.nextInt(40) - 20));
        }
        for (BigDecimal a : numbers) {
            for (BigDecimal b : numbers) {
                int bytes =
                        Integer.signum(Arrays.compareUnsigned(SortableDecimal.encode(a), SortableDecimal.encode(b)));
                assertThat(bytes).as("%s and %s", a, b).isEqualTo(a.compareTo(b));
            }
        }
    }

    @Test
    void encode_moreDigitsThanKept_staysShort() {
        byte[] bytes = SortableDecimal.encode(new BigDecimal("7".repeat(20_000)));

        assertThat(bytes).hasSize(1 + 8 + SortableDecimal.MAX_DIGITS);
    }
}
