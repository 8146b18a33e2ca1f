package dev.hec.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpRequestTest {

    private static String shown(String path) {
        return new HttpRequest("GET", path, null, name -> List.of(), 0, InputStream.nullInputStream(), "127.0.0.1")
                .shownPath();
    }

    @Test
    void shownPath_ofWhateverWasSent_isOneShortWord() {
        assertThat(shown("/services/collector/event")).isEqualTo("/services/collector/event");
        assertThat(shown("/a b\r\nERROR forged\u2028%\u00fc"))
                .isEqualTo("/a%20b%0D%0AERROR%20forged%E2%80%A8%25%C3%BC");
        assertThat(shown("/" + "x".repeat(1000))).hasSize(203).endsWith("x...");
    }
}
