package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.RandomCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.impl.JdkMapAdapterStringMap;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

class ContextEntriesTest {

    private final ContextEntries entries = new ContextEntries();

    private List<String> entriesOf(ReadOnlyStringMap context) {
        List<String> found = new ArrayList<>();
        entries.forEach(context, (name, value, to) -> to.add(name + "=" + value), found);
        return found;
    }

    private static ReadOnlyStringMap map(String... namesAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new JdkMapAdapterStringMap(map);
    }

    @Test
    void forEach_sameNamesAgain_givesTheNewValues() {
        assertThat(entriesOf(map("b", "1", "a", "2"))).containsExactly("a=2", "b=1");

        assertThat(entriesOf(map("a", "3", "b", null))).containsExactly("a=3", "b=null");
    }

    @Test
    void forEach_otherNamesOfTheSameNumber_givesThose() {
        entriesOf(map("a", "1", "b", "2"));

        assertThat(entriesOf(map("a", "1", "c", "2"))).containsExactly("a=1", "c=2");
        assertThat(entriesOf(map("a", "1", "b", "2"))).containsExactly("a=1", "b=2");
    }

    @Test
    void forEach_nameThatIsNull_isPassedOnEachTime() {
        ReadOnlyStringMap context = map(null, "1", "a", "2");

        assertThat(entriesOf(context)).containsExactly("null=1", "a=2");
        assertThat(entriesOf(context)).containsExactly("null=1", "a=2");
    }

    @Test
    void forEach_indexedMap_givesItsEntries() {
        SortedArrayStringMap context = new SortedArrayStringMap(Map.of("a", "1", "b", "2"));

        assertThat(entriesOf(context)).containsExactly("a=1", "b=2");
        assertThat(entriesOf(context)).containsExactly("a=1", "b=2");
    }

    @Test
    void forEach_anyMapsOneAfterTheOther_givesWhatTheMapItselfGives() {
        RandomCases.check(2_000, draw -> {
            Map<String, String> map = new HashMap<>();
            for (int i = draw.size(40); i > 0; i--) {
                map.put("k" + draw.intBetween(0, 45), draw.hardText(3));
            }
            ReadOnlyStringMap context = new JdkMapAdapterStringMap(map);
            List<String> expected = new ArrayList<>();
            context.forEach((name, value) -> expected.add(name + "=" + value));

            assertThat(entriesOf(context)).isEqualTo(expected);
        });
    }
}
