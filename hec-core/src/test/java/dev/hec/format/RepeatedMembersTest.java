package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedMembersTest {

    private static final EventDefaults DEFAULTS = new EventDefaults("web-1", null, null, null, Map.of());

    /** A member of an event. */
    private record Member(String name, String text) {}

    private static EventWriter writer() {
        return new EventWriter(DEFAULTS);
    }

    private static String record(EventWriter writer, long time, int maxTextChars, List<Member> members) {
        writer.begin(time, maxTextChars);
        writer.beginObject();
        members.forEach(member -> writer.field(member.name, member.text));
        writer.endObject();
        int length = writer.end();
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void field_sameObjectsAgainAndAgain_isWrittenAlike() {
        EventWriter writer = writer();
        List<Member> members = List.of(new Member("logger", "a \"quoted\" näme\n"), new Member("thread", "main"));
        String first = record(writer, 1, 100, members);

        assertThat(first).contains("{\"logger\":\"a \\\"quoted\\\" näme\\n\",\"thread\":\"main\"}");
        assertThat(IntStream.range(0, 5).mapToObj(i -> record(writer, 1, 100, members)))
                .containsOnly(first);
    }

    @Test
    void field_sameTextUnderAnotherName_hasItsOwnName() {
        EventWriter writer = writer();
        String text = "main";
        for (int i = 0; i < 4; i++) {
            assertThat(record(writer, 1, 100, List.of(new Member("thread", text), new Member("pool", text))))
                    .contains("{\"thread\":\"main\",\"pool\":\"main\"}");
        }
    }

    @Test
    void field_knownTextThatIsNowTooLong_isCutAndMarked() {
        EventWriter writer = writer();
        List<Member> members = List.of(new Member("thread", "a long name"));
        for (int i = 0; i < 4; i++) {
            record(writer, 1, 100, members);
        }

        assertThat(record(writer, 1, 6, members)).contains("\"a long…\"", "\"truncated\":true");
        assertThat(record(writer, 1, 100, members)).contains("\"a long name\"").doesNotContain("truncated");
    }

    @Test
    void field_masked_isMaskedEachTime() {
        EventWriter writer = new EventWriter(DEFAULTS, null, new Masks("password"::equals, null));
        for (int i = 0; i < 4; i++) {
            assertThat(record(writer, 1, 100, List.of(new Member("password", "secret"))))
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void records_anySequence_areThoseOfAWriterThatRemembersNothing(long seed) {
        Random random = new Random(seed);
        List<Member> known = IntStream.range(0, 300)
                .mapToObj(i -> new Member("name" + random.nextInt(20), text(random)))
                .toList();
        EventWriter writer = writer();
        for (int i = 0; i < 3000; i++) {
            List<Member> members = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                // Few of them often, so that all that can happen does: new, second, known, displaced.
                members.add(known.get(random.nextInt(random.nextBoolean() ? 10 : known.size())));
            }
            long time = 1_000 + random.nextInt(3);
            int maxTextChars = random.nextInt(4) == 0 ? random.nextInt(40) : 1000;

            assertThat(record(writer, time, maxTextChars, members))
                    .isEqualTo(record(writer(), time, maxTextChars, members));
        }
    }

    private static String text(Random random) {
        int length = random.nextInt(10) == 0 ? 250 + random.nextInt(10) : random.nextInt(30);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(20) == 0 ? random.nextInt(0x11000) : ' ' + random.nextInt(0x5f));
        }
        return text.toString();
    }
}
