package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAccessTest {

    private static final Tokens TOKENS = new Tokens(
            List.of(
                    token("w").build(),
                    token("r").rights(Rights.READ).queryToken(true).build(),
                    token("b").rights(Rights.BOTH).build()),
            Limits.NONE,
            InstantSource.system(),
            System::nanoTime);

    private final ReadAccess remote = new ReadAccess(TOKENS, false);
    private final ReadAccess local = new ReadAccess(TOKENS, true);

    private static TokenDefinition.Builder token(String token) {
        return TokenDefinition.named(token, TokenHash.of(token));
    }

    private static HttpRequest get(String... headers) {
        return Request.of("GET", "/api/events", null, headers);
    }

    private static String answer(Optional<HttpReply> refusal) {
        return refusal.map(reply -> reply.status() + " " + reply.body()).orElse("let in");
    }

    @ParameterizedTest
    @CsvSource({"Bearer r, let in, 403", "Bearer b, let in, let in", "Bearer w, 403, 403", "Bearer x, 403, 403"})
    void rights_decideWhoMayReadAndWhoMayChange(String authorization, String reading, String changing) {
        assertThat(answer(remote.refusal(get("Authorization", authorization)))).startsWith(reading);
        assertThat(answer(remote.refusalOfChange(get("Authorization", authorization))))
                .startsWith(changing);
    }

    @Test
    void writeToken_atTheSearch_isToldWhatIsMissing() {
        assertThat(answer(remote.refusal(get("Authorization", "Splunk w"))))
                .isEqualTo(
                        "403 {\"text\":\"Invalid token: this one is for sending only; reading needs another right\",\"code\":4}");
    }

    @Test
    void browser_withoutOrWithAWrongPassword_isAskedForTheToken() {
        HttpReply nothing = remote.refusal(get()).orElseThrow();
        HttpReply wrong =
                remote.refusal(get("Authorization", "Basic dXNlcjp3cm9uZw==")).orElseThrow();

        assertThat(List.of(nothing, wrong)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        });
        assertThat(remote.refusal(get("Authorization", "Basic dXNlcjpy"))).isEmpty();
    }

    @Test
    void reader_isNotedForTheAccessLog() {
        HttpRequest request = get("Authorization", "Bearer r");
        remote.refusal(request);

        assertThat(request.notes().sender()).isEqualTo("r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8088",
                "127.0.0.1:8088",
                "127.1.2.3",
                "[::1]:8088",
                "LOCALHOST",
                "hec.localhost"
            })
    void local_withoutAToken_mayRead(String host) {
        assertThat(local.refusal(get("Host", host))).isEmpty();
        assertThat(remote.refusal(get("Host", host))).isPresent();
    }

    @Test
    void local_withoutAToken_mayChangeNothing() {
        assertThat(answer(local.refusalOfChange(get("Host", "localhost")))).startsWith("401");
    }

    @Test
    void local_withAToken_isJudgedByIt() {
        assertThat(answer(local.refusal(get("Host", "localhost", "Authorization", "Bearer w"))))
                .startsWith("403");
        assertThat(answer(local.refusal(Request.of("GET", "/", "token=w", "Host", "localhost"))))
                .startsWith("400");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example:8088, , ",
        "localhost.evil.example, , ",
        "127.0.0.1.evil.example, , ",
        "localhost:8088, Origin, https://evil.example",
        "localhost:8088, Origin, http://localhost:9999",
        "localhost:8088, Origin, null",
        "localhost:8088, Sec-Fetch-Site, cross-site",
        "localhost:8088, Sec-Fetch-Site, same-site",
        "localhost:8088, X-Forwarded-For, 203.0.113.9",
        "localhost:8088, Forwarded, for=203.0.113.9",
        "localhost:8088, X-Forwarded-Host, logs.example.com",
        "localhost:8088, X-Forwarded-Proto, https",
        "localhost:8088, X-Real-IP, 203.0.113.9",
        "localhost:8088, Via, 1.1 proxy"
    })
    void local_madeByAStranger_needsAToken(String host, String name, String value) {
        HttpRequest request = name == null ? get("Host", host) : get("Host", host, name, value);

        assertThat(answer(local.refusal(request))).startsWith("401");
    }

    @Test
    void local_byHttp10OrWithoutHost_needsAToken() {
        HttpRequest request = get("Host", "localhost");
        HttpRequest old = new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                -1,
                request.body(),
                "127.0.0.1",
                request.notes(),
                "HTTP/1.0");

        assertThat(answer(local.refusal(old))).as("as a proxy asks").startsWith("401");
        assertThat(answer(local.refusal(get()))).startsWith("401");
    }

    @Test
    void knownToken_thatIsRefused_isNotedForTheAccessLog() {
        HttpRequest request = get("Authorization", "Bearer w");
        HttpRequest unknown = get("Authorization", "Bearer nobodys");

        assertThat(remote.refusal(request)).isPresent();
        assertThat(remote.refusal(unknown)).isPresent();
        assertThat(request.notes().sender()).isEqualTo("w");
        assertThat(unknown.notes().sender()).isEmpty();
    }

    @Test
    void local_fromTheReceiversOwnPage_mayRead() {
        assertThat(local.refusal(get(
                        "Host", "localhost:8088", "Origin", "http://localhost:8088", "Sec-Fetch-Site", "same-origin")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, true",
        "::1, true, true",
        "localhost, true, true",
        "0.0.0.0, true, false",
        "192.0.2.1, true, false",
        "127.0.0.1, false, false"
    })
    void settings_decideWhetherReadsAreLocal(String bind, boolean localReads, boolean expected) {
        ReadAccess access = ReadAccess.of(
                TOKENS, Settings.defaults().with(Setting.BIND, bind).with(Setting.LOCAL_READS, localReads));

        assertThat(access.refusal(get("Host", "localhost")).isEmpty()).isEqualTo(expected);
    }

    @Test
    void guardedHandler_seesNoTokenAndNoStranger() {
        var guarded = remote.forReaders(request -> HttpReply.json(200, "query " + request.query()));

        assertThat(guarded.handle(Request.of("GET", "/", "a=1&%74oken=r&b=%20&token"))
                        .status())
                .as("two tokens")
                .isEqualTo(401);
        assertThat(guarded.handle(Request.of("GET", "/", "a=1&%74oken=r&b=%20")).body())
                .isEqualTo("query a=1&b=%20");
        assertThat(guarded.handle(Request.of("GET", "/", null)).status()).isEqualTo(401);
        assertThat(guarded.handle(Request.of("OPTIONS", "/", null)).status()).isEqualTo(200);
    }
}
