package dev.hec.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.Background;
import dev.hec.Diagnostics;
import dev.hec.RecordedDiagnostics;
import dev.hec.settings.HecConfig;
import dev.hec.time.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String SECRET = "s3cr3t";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final RecordedDiagnostics told = new RecordedDiagnostics();

    @TempDir
    private Path directory;

    /** A source that a test scripts; counts how often it is read. */
    private static class ScriptedSource implements TokenSource {

        volatile String token = "old";
        volatile boolean due;
        final AtomicInteger readings = new AtomicInteger();
        final AtomicInteger looks = new AtomicInteger();

        @Override
        public String origin() {
            return "the script";
        }

        @Override
        public boolean isDue(Instant now) {
            looks.incrementAndGet();
            return due;
        }

        @Override
        public String read() {
            readings.incrementAndGet();
            return TokenText.checked(origin(), token);
        }
    }

    /** One whose readings wait, except for the first. */
    private static final class SlowSource extends ScriptedSource {

        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public String read() {
            String answer = super.read();
            if (readings.get() > 1) {
                asked.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new TokenException("interrupted", null);
                }
            }
            return answer;
        }
    }

    private Credentials watching(TokenSource source) {
        return new Credentials(source, "Bearer", told, time);
    }

    private Path tokenFile(String content) throws IOException {
        return Files.writeString(directory.resolve("token"), content);
    }

    private Credentials of(Path file) {
        return watching(new FileToken(file));
    }

    @ParameterizedTest
    @CsvSource({"Bearer, Bearer s3cr3t", "Splunk, Splunk s3cr3t"})
    void authorization_tokenSchemes_sendTheTokenItself(String scheme, String header) {
        assertThat(new Credentials(() -> SECRET, scheme).authorization()).isEqualTo(header);
    }

    @Test
    void authorization_basic_sendsTheTokenAsPassword() {
        String header = new Credentials(() -> SECRET, "Basic").authorization();

        assertThat(header).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
                .endsWith(":" + SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Basic"})
    void toString_hasNoSecret(String scheme) {
        Credentials credentials = new Credentials(() -> SECRET, scheme);

        assertThat(credentials.toString())
                .contains(scheme)
                .doesNotContain(SECRET, credentials.authorization().substring(scheme.length() + 1));
    }

    @Test
    void file_surroundingWhiteSpace_doesNotBelongToTheToken() throws IOException {
        assertThat(of(tokenFile(" s3cr3t\r\n")).authorization()).isEqualTo("Bearer s3cr3t");
    }

    @Test
    void file_missing_isToldWithItsName() {
        Path file = directory.resolve("absent");

        assertThatThrownBy(() -> of(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("NoSuchFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "s3cr3t\nsecond line", "s3cr3t with space", "s3cr3tü", "s3cr3t\u0000"})
    void file_contentThatAHeaderCannotCarry_isToldWithoutIt(String content) throws IOException {
        Path file = tokenFile(content);

        assertThatThrownBy(() -> of(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void renew_fileHasChanged_givesTheNewHeader() throws IOException {
        Credentials credentials = of(tokenFile("old"));
        tokenFile("new");

        assertThat(credentials.authorization()).as("not looked at yet").isEqualTo("Bearer old");
        assertThat(credentials.renew("Bearer old")).isTrue();
        assertThat(credentials.authorization()).isEqualTo("Bearer new");
    }

    @Test
    void renew_fileIsTheSame_hasNothingNew() throws IOException {
        Credentials credentials = of(tokenFile("old"));

        assertThat(credentials.renew("Bearer old")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half a \n token"})
    void renew_fileIsBeingReplaced_keepsTheOldToken(String content) throws IOException {
        Credentials credentials = of(tokenFile("old"));
        tokenFile(content);

        assertThat(credentials.renew("Bearer old")).isFalse();
        assertThat(credentials.authorization()).isEqualTo("Bearer old");
    }

    @Test
    void renew_fileIsGone_keepsTheOldToken() throws IOException {
        Path file = tokenFile("old");
        Credentials credentials = of(file);
        Files.delete(file);

        assertThat(credentials.renew("Bearer old")).isFalse();
        assertThat(credentials.authorization()).isEqualTo("Bearer old");
    }

    @Test
    void renew_somebodyElseWasQuicker_saysThatThereIsAnother() throws IOException {
        Credentials credentials = of(tokenFile("old"));
        tokenFile("new");
        credentials.renew("Bearer old");

        assertThat(credentials.renew("Bearer old")).isTrue();
        assertThat(credentials.renew("Bearer new")).isFalse();
    }

    @Test
    void renew_applicationsOwnToken_isAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        Credentials credentials = new Credentials(() -> "token" + asked.incrementAndGet(), "Splunk");

        assertThat(credentials.authorization()).isEqualTo("Splunk token1");
        assertThat(credentials.renew("Splunk token1")).isTrue();
        assertThat(credentials.authorization()).isEqualTo("Splunk token2");
    }

    @Test
    void authorization_sourceIsDue_usesTheNewTokenBeforeTheOldOneIsRefused() {
        ScriptedSource source = new ScriptedSource();
        Credentials credentials = watching(source);
        source.token = "new";
        source.due = true;

        assertThat(credentials.authorization()).as("within the second").isEqualTo("Bearer old");
        time.advance(LOOK);
        assertThat(credentials.authorization()).isEqualTo("Bearer new");
        assertThat(told.messages())
                .containsExactly("INFO Using the new token with SHA-256 " + Authorization.fingerprint("new")
                        + "… from the script.");
    }

    @Test
    void authorization_manyInASecond_looksOnce() {
        ScriptedSource source = new ScriptedSource();
        Credentials credentials = watching(source);
        time.advance(LOOK);

        for (int i = 0; i < 100; i++) {
            credentials.authorization();
        }
        assertThat(source.looks).hasValue(1);
        assertThat(source.readings).as("nothing has changed").hasValue(1);
    }

    @Test
    void authorization_nobodyAsks_nobodyLooks() {
        ScriptedSource source = new ScriptedSource();
        Credentials credentials = watching(source);
        time.advance(Duration.ofHours(1));

        assertThat(source.looks).hasValue(0);
        credentials.authorization();
        assertThat(source.looks).hasValue(1);
    }

    @Test
    void authorization_newContentIsBroken_keepsTheOldTokenAndTellsItOnce() throws IOException {
        Credentials credentials = of(tokenFile(SECRET));
        tokenFile("two words");
        for (int i = 0; i < 3; i++) {
            time.advance(LOOK);
            assertThat(credentials.authorization()).isEqualTo("Bearer " + SECRET);
            assertThat(credentials.renew("Bearer " + SECRET)).isFalse();
        }

        assertThat(told.news())
                .singleElement()
                .asString()
                .startsWith("WARN No new token: the token file ")
                .contains("holds more than a token", "Keeping the one")
                .doesNotContain("two words", SECRET);

        tokenFile(SECRET);
        time.advance(LOOK);
        assertThat(credentials.authorization()).isEqualTo("Bearer " + SECRET);
        assertThat(told.news()).singleElement().asString().startsWith("INFO Could read the token again");

        tokenFile("two words");
        time.advance(LOOK);
        credentials.authorization();
        assertThat(told.news()).as("a new problem").hasSize(1);
    }

    @Test
    void authorization_whileAnotherThreadReads_goesOnWithTheOldToken() throws Exception {
        SlowSource source = new SlowSource();
        Credentials credentials = watching(source);
        source.token = "new";
        Background<Boolean> renewal = Background.start(() -> credentials.renew("Bearer old"));
        source.asked.await();
        source.due = true;
        time.advance(LOOK);

        assertThat(credentials.authorization()).isEqualTo("Bearer old");
        source.released.countDown();
        assertThat(renewal.result()).isTrue();
        assertThat(source.readings).hasValue(2);
    }

    @Test
    void renew_twoThreadsRefusedAtOnce_readOnceAndBothGetTheNewToken() throws Exception {
        SlowSource source = new SlowSource();
        Credentials credentials = watching(source);
        source.token = "new";
        Background<Boolean> first = Background.start(() -> credentials.renew("Bearer old"));
        source.asked.await();
        Background<Boolean> second = Background.start(() -> credentials.renew("Bearer old"));

        await("the second to wait for the first one's reading")
                .until(() -> second.thread().getState() == Thread.State.WAITING);
        source.released.countDown();
        assertThat(List.of(first.result(), second.result())).containsExactly(true, true);
        assertThat(source.readings).hasValue(2);
    }

    @Test
    void renew_interrupted_endsSilentlyAndLeavesTheFlag() throws Exception {
        SlowSource source = new SlowSource();
        Credentials credentials = watching(source);
        Background<Boolean> flag = Background.start(() -> {
            credentials.renew("Bearer old");
            return Thread.currentThread().isInterrupted();
        });
        source.asked.await();
        flag.thread().interrupt();

        assertThat(flag.result()).isTrue();
        assertThat(told.messages()).isEmpty();
        assertThat(credentials.authorization()).isEqualTo("Bearer old");
    }

    @Test
    void diagnostics_areToldWithoutALock() throws Exception {
        ScriptedSource source = new ScriptedSource();
        AtomicInteger refusedMeanwhile = new AtomicInteger();
        Credentials[] credentials = new Credentials[1];
        Diagnostics asking = new Diagnostics() {
            @Override
            public void info(String message) {
                // With a lock held, this other thread would not come back.
                assertThat(Background.start(() -> credentials[0].authorization())
                                .result())
                        .isEqualTo("Bearer new");
                refusedMeanwhile.incrementAndGet();
            }

            @Override
            public void warn(String message) {
                throw new AssertionError(message);
            }
        };
        credentials[0] = new Credentials(source, "Bearer", asking, time);
        source.token = "new";

        assertThat(credentials[0].renew("Bearer old")).isTrue();
        assertThat(refusedMeanwhile).hasValue(1);
    }

    @Test
    void renew_sourceFailsUnexpectedly_letsOthersReadAgain() {
        ScriptedSource source = new ScriptedSource() {
            @Override
            public String read() {
                String answer = super.read();
                if (readings.get() == 2) {
                    throw new IllegalStateException("broken once");
                }
                return answer;
            }
        };
        Credentials credentials = watching(source);
        source.token = "new";

        assertThatThrownBy(() -> credentials.renew("Bearer old")).isInstanceOf(IllegalStateException.class);
        assertThat(credentials.renew("Bearer old")).isTrue();
    }

    @Test
    void authorization_tokenThatExpires_isWarnedAbout() throws IOException {
        String token =
                JwtTest.token("{\"exp\":" + time.now().plus(Duration.ofDays(3)).getEpochSecond() + "}");
        Credentials credentials = of(tokenFile(token));

        credentials.authorization();
        credentials.authorization();
        assertThat(told.messages())
                .singleElement()
                .asString()
                .contains("expires at 2026-03-04T12:00:00Z", Authorization.fingerprint(token), "the token file")
                .doesNotContain(token);
    }

    @Test
    void from_settings_namesTheSourceAndTheScheme() throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.com");
        config.set("tokenFile", tokenFile(SECRET).toString());
        config.set("authScheme", "splunk");

        assertThat(Credentials.from(config.parse(), told, time).authorization()).isEqualTo("Splunk " + SECRET);
    }

    @Test
    void from_literalToken_isSent() throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.com");
        config.set("token", SECRET);

        assertThat(Credentials.from(config.parse(), told, time).authorization()).isEqualTo("Bearer " + SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "tokenEnv, HEC_NO_SUCH_VARIABLE, HEC_NO_SUCH_VARIABLE (tokenEnv) is not set",
        "tokenProvider, com.example.None, com.example.None is not among the providers"
    })
    void from_sourceThatIsNotThere_isTold(String setting, String value, String problem) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.com");
        config.set(setting, value);

        assertThatThrownBy(() -> Credentials.from(config.parse(), told, time))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void from_provider_isAskedAgainWhenRefused() throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.com");
        config.set("tokenProvider", CountingTokenProvider.class.getName());
        Credentials credentials = Credentials.from(config.parse(), told, time);

        assertThat(credentials.authorization()).isEqualTo("Bearer provided-1");
        assertThat(credentials.renew("Bearer provided-1")).isTrue();
        assertThat(credentials.authorization()).isEqualTo("Bearer provided-2");
    }
}
