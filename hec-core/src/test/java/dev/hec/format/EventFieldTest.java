package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFieldTest {

    @ParameterizedTest
    @CsvSource({
        "user, user",
        "user.name, user.name",
        "Message, Message",
        "messages, messages",
        "message, kv.message",
        "severity, kv.severity",
        "thread, kv.thread",
        "mdc, kv.mdc",
        "mdc.user, kv.mdc.user",
        "exception.stack, kv.exception.stack",
        "'', ''",
        ".message, .message",
    })
    void ofKey_keyOfTheUser_doesNotFallTogetherWithAnEventsOwn(String key, String name) {
        assertThat(EventField.ofKey(key)).isEqualTo(name);
    }
}
