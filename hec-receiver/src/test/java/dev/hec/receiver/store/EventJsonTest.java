package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                -1_000_000_001L,
                -1,
                0,
                1,
                999_999_999,
                1_000_000_000,
                951_782_400_000_000_000L,
                Long.MAX_VALUE
            })
    void timestamp_atTheEdges_isIsoWithNineDecimals(long nanos) {
        assertThat(EventJson.timestamp(nanos)).isEqualTo(iso(nanos));
    }

    @Test
    void timestamp_ofRandomTimes_isIsoWithNineDecimals() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long nanos = random.nextLong();

            assertThat(EventJson.timestamp(nanos)).isEqualTo(iso(nanos));
        }
    }

    @Test
    void of_aSurrogateWithoutItsPartner_isEscaped() {
        assertThat(EventJson.of(new Event(0, Map.of("m", "a\ud83d\ude00\u00e9"))))
                .contains("\"m\":\"a\ud83d\ude00\u00e9\"");
        assertThat(EventJson.of(new Event(0, Map.of("m", "a\ud83d\u00e9")))).contains("\"m\":\"a\\uD83D\\u00E9\"");
        assertThat(EventJson.of(new Event(0, Map.of("m", "\ude00")))).contains("\"m\":\"\\uDE00\"");
    }

    private static String iso(long nanos) {
        return ISO.format(
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
    }
}
