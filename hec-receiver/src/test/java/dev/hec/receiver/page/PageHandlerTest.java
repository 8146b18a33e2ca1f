package dev.hec.receiver.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageHandlerTest {

    private final PageHandler page = new PageHandler();

    private HttpReply send(String method, String path, String... ifNoneMatch) {
        return page.handle(new HttpRequest(
                method,
                path,
                null,
                name -> name.equals("If-None-Match") ? List.of(ifNoneMatch) : List.of(),
                -1,
                InputStream.nullInputStream(),
                "127.0.0.1"));
    }

    @Test
    void page_everyFileItNames_isThereUnderARelativeAddress() {
        String html = send("GET", "/").body();
        Matcher names = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(html);

        int files = 0;
        while (names.find()) {
            files++;
            assertThat(names.group(1)).startsWith("page/");
            assertThat(send("GET", "/" + names.group(1)).status())
                    .as(names.group(1))
                    .isEqualTo(200);
        }
        assertThat(files).isEqualTo(5);
    }

    @Test
    void page_hasNeitherInlineScriptsNorStyles_soThatAPolicyCanForbidThem() {
        assertThat(send("GET", "/").body()).doesNotContain("<style", "style=", "javascript:", " onclick");
        assertThat(Pattern.compile("<script(?! src=)")
                        .matcher(send("GET", "/").body())
                        .find())
                .isFalse();
    }

    @Test
    void page_unchanged_isNotSentAgain() {
        HttpReply first = send("GET", "/page/page.js");

        HttpReply second = send("GET", "/page/page.js", first.headers().get("ETag"));

        assertThat(first.contentType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void page_otherFilesAndMethods_areRefused() {
        assertThat(send("GET", "/page/../Receiver.class").status()).isEqualTo(404);
        assertThat(send("GET", "/page/index.html").status()).isEqualTo(404);
        assertThat(send("POST", "/").status()).isEqualTo(405);
        assertThat(send("OPTIONS", "/").headers()).containsEntry("Allow", "GET,HEAD,OPTIONS");
    }
}
