package dev.hec.event;

import static dev.hec.event.Shapes.event;
import static dev.hec.event.Shapes.settings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.settings.HecSettings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContextShapeTest {

    private static JsonNode context(HecSettings settings, Map<String, String> entries) {
        return event(settings, (shape, out) -> shape.context(out, new TreeMap<>(entries)))
                .path("mdc");
    }

    @Test
    void entries_withoutRules_areWrittenAsTheyAre() {
        assertThat(context(settings(), Map.of("a", "1", "b", "true"))).hasToString("{\"a\":\"1\",\"b\":\"true\"}");
    }

    @Test
    void entries_includedAndExcluded_areChosenByName() {
        HecSettings settings = settings("mdcInclude", "user*, tenant", "mdcExclude", "userSecret");

        assertThat(context(settings, Map.of("userId", "1", "userSecret", "2", "tenant", "3", "other", "4")))
                .hasToString("{\"tenant\":\"3\",\"userId\":\"1\"}");
    }

    @Test
    void entries_renamedAndPrefixed_haveTheNewNames() {
        HecSettings settings = settings("mdcRename", "uid=user.id", "mdcPrefix", "ctx_");

        assertThat(context(settings, Map.of("uid", "1", "x", "2")))
                .hasToString("{\"ctx_user.id\":\"1\",\"ctx_x\":\"2\"}");
    }

    @Test
    void entries_renamedToTheSame_areWrittenOnce() {
        HecSettings settings = settings("mdcRename", "a=x, b=x");

        assertThat(context(settings, Map.of("a", "1", "b", "2"))).hasToString("{\"x\":\"1\"}");
    }

    @Test
    void entries_withTypes_areNumbersAndBooleansWhereTheyCanBe() {
        HecSettings settings = settings("mdcTypes", "*_ms=long, price=double, is_*=boolean");

        assertThat(context(
                        settings,
                        Map.of(
                                "a_ms", "12",
                                "b_ms", "12s",
                                "c_ms", "-9223372036854775808",
                                "d_ms", "9223372036854775808",
                                "price", "1.5",
                                "is_new", "TRUE",
                                "is_old", "maybe",
                                "other", "7")))
                .hasToString("{\"a_ms\":12,\"b_ms\":\"12s\",\"c_ms\":-9223372036854775808,"
                        + "\"d_ms\":\"9223372036854775808\",\"is_new\":true,\"is_old\":\"maybe\",\"other\":\"7\","
                        + "\"price\":1.5}");
    }

    @Test
    void entry_typedAsDoubleThatJsonDoesNotKnow_staysAText() {
        assertThat(context(settings("mdcTypes", "*=double"), Map.of("a", "NaN", "b", "1e999", "c", "0x1p3", "d", "1d")))
                .hasToString("{\"a\":\"NaN\",\"b\":\"1e999\",\"c\":\"0x1p3\",\"d\":\"1d\"}");
    }
}
