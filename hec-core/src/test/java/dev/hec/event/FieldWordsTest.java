package dev.hec.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.settings.EventSetting;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings knows the parts of an event without knowing this package. */
class FieldWordsTest {

    @Test
    void parts_inTheTableOfSettings_areTheFieldsAndTheirGroups() {
        assertThat(EventSetting.PARTS)
                .containsExactlyElementsOf(Arrays.stream(EventField.values())
                        .flatMap(field -> Stream.of(field.group(), field.key()))
                        .distinct()
                        .toList());
    }
}
