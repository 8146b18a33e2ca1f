package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.CapturedLog;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Time stands still unless a test moves it; files have the times that tests give them. */
class WatchedTokensTest {

    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    private Path directory;

    private final AtomicLong millis = new AtomicLong();

    @RegisterExtension
    final CapturedLog log = CapturedLog.of(WatchedTokens.class);

    private Path tokenFile() {
        return directory.resolve("token-file");
    }

    private Path definitions() {
        return directory.resolve("tokens.yaml");
    }

    private void write(Path file, String text, long atMillis) throws Exception {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(START.plusMillis(atMillis)));
    }

    private static String entries(String... tokens) {
        StringBuilder yaml = new StringBuilder("tokens:\n");
        for (String token : tokens) {
            yaml.append("  - {name: ")
                    .append(token)
                    .append(", token: ")
                    .append(token)
                    .append("}\n");
        }
        return yaml.toString();
    }

    private TokenSources sources() throws Exception {
        Settings settings = Settings.defaults().with(Setting.DATA_DIR, directory.resolve("data"));
        settings = Files.exists(tokenFile()) ? settings.with(Setting.TOKEN_FILE, tokenFile()) : settings;
        settings = Files.exists(definitions()) ? settings.with(Setting.TOKENS, definitions()) : settings;
        return TokenSources.of(settings, Credentials.of(settings));
    }

    private WatchedTokens open() throws Exception {
        return WatchedTokens.open(
                sources(),
                Limits.NONE,
                () -> START.plusMillis(millis.get()),
                () -> Duration.ofMillis(millis.get()).toNanos());
    }

    private boolean knows(WatchedTokens tokens, long atMillis, String token) {
        millis.set(atMillis);
        return tokens.get().find(token).isPresent();
    }

    @Test
    void tokensFile_changed_isInForceWithinTwoSeconds() throws Exception {
        write(definitions(), entries("old"), -5000);
        WatchedTokens tokens = open();

        write(definitions(), entries("new1"), 100);

        assertThat(knows(tokens, 999, "old")).as("looked at only once a second").isTrue();
        assertThat(knows(tokens, 1100, "new1")).isTrue();
        assertThat(knows(tokens, 1100, "old")).isFalse();
        assertThat(log.lines()).containsExactly("Tokens were read again: 1 from [" + definitions() + "]");
    }

    @Test
    void tokenFile_changed_isReadAgainToo() throws Exception {
        write(tokenFile(), "one\n", -5000);
        write(definitions(), entries("two"), -5000);
        WatchedTokens tokens = open();
        assertThat(knows(tokens, 0, "one") && knows(tokens, 0, "two")).isTrue();

        write(tokenFile(), "three\n", 0);

        assertThat(knows(tokens, 1000, "three") && knows(tokens, 1000, "two")).isTrue();
        assertThat(knows(tokens, 1000, "one")).isFalse();
    }

    @Test
    void file_stillBeingWritten_isNotTakenUntilItRests() throws Exception {
        write(definitions(), entries("a", "b"), -5000);
        WatchedTokens tokens = open();

        write(definitions(), entries("a"), 900); // the first half of what is to come
        assertThat(knows(tokens, 1000, "b")).isTrue();
        write(definitions(), entries("a", "b", "c"), 1900);
        assertThat(knows(tokens, 2000, "b")).isTrue();
        assertThat(knows(tokens, 2000, "c")).isFalse();

        assertThat(knows(tokens, 3000, "c")).isTrue();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void file_ofAClockAhead_isTakenAtTheSecondLook() throws Exception {
        write(definitions(), entries("a"), -5000);
        WatchedTokens tokens = open();

        write(definitions(), entries("b"), 3_600_000);

        assertThat(knows(tokens, 1000, "b")).isFalse();
        assertThat(knows(tokens, 2000, "b")).isTrue();
    }

    @Test
    void file_thatIsWrong_changesNothingAndIsToldOnce() throws Exception {
        write(definitions(), entries("a"), -5000);
        WatchedTokens tokens = open();

        write(definitions(), "tokens:\n  - name: a\n    token: geheim geheim\n", 0);
        for (int second = 1; second < 10; second++) {
            assertThat(knows(tokens, second * 1000, "a")).isTrue();
        }

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("The changed tokens cannot be used, and those from before stay in force:")
                .contains("line 3 of the tokens file " + definitions() + ": token is not what it should be")
                .doesNotContain("geheim");

        write(definitions(), entries("b"), 9000);
        assertThat(knows(tokens, 10_000, "b")).as("put right").isTrue();
    }

    @Test
    void file_thatIsGone_changesNothingAndIsToldOnce() throws Exception {
        write(definitions(), entries("a"), -5000);
        WatchedTokens tokens = open();

        Files.delete(definitions());
        for (int second = 1; second < 5; second++) {
            assertThat(knows(tokens, second * 1000, "a")).isTrue();
        }

        assertThat(log.lines()).singleElement().asString().contains("there is no file " + definitions());
    }

    @Test
    void oneFileWrong_theOtherIsNotTakenAlone() throws Exception {
        write(tokenFile(), "one\n", -5000);
        write(definitions(), entries("two"), -5000);
        WatchedTokens tokens = open();

        write(tokenFile(), "three\n", 0);
        write(definitions(), "nonsense", 0);

        assertThat(knows(tokens, 2000, "one") && knows(tokens, 2000, "two")).isTrue();
        assertThat(knows(tokens, 2000, "three")).isFalse();
    }

    @Test
    void file_putInPlaceWithTheSameSizeAndTime_isSeen() throws Exception {
        write(definitions(), entries("a"), -5000);
        WatchedTokens tokens = open();

        Path draft = directory.resolve("draft");
        write(draft, entries("b"), -5000);
        Files.move(draft, definitions(), StandardCopyOption.ATOMIC_MOVE);

        assertThat(knows(tokens, 1000, "b")).isTrue();
    }

    @Test
    void file_unchanged_isNotReadAgain() throws Exception {
        write(definitions(), entries("a"), -5000);
        WatchedTokens tokens = open();
        TokenTable table = tokens.get();

        millis.set(100_000);

        assertThat(tokens.get()).isSameAs(table);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void start_withoutTheFile_saysSo() throws Exception {
        write(definitions(), entries("a"), -5000);
        TokenSources sources = sources();
        Files.delete(definitions());

        assertThatThrownBy(sources::read)
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("there is no file " + definitions() + "; write tokens into it or change the setting");
    }

    @Test
    void start_withTokensThatDoNotFitTogether_saysSo() throws Exception {
        write(tokenFile(), "same\n", -5000);
        write(
                definitions(),
                "tokens:\n"
                        + "  - {name: token, token: x, owner: o, requests-per-second: 1, bytes-per-second: 1}\n"
                        + "  - {name: b, token: same, owner: o, requests-per-second: 2, bytes-per-second: 2}\n",
                -5000);

        assertThatThrownBy(() -> sources().read())
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("two tokens are called token (" + definitions() + "); give each its own name")
                .hasMessageContaining("the tokens token and b (" + definitions() + ") are the same token")
                .hasMessageContaining("owner o (" + definitions() + ") have different requests-per-second")
                .hasMessageContaining("owner o (" + definitions() + ") have different bytes-per-second")
                .hasMessageNotContaining("same\n");
    }

    @Test
    void tokensOnly_makeNoOtherToken() throws Exception {
        write(definitions(), entries("a"), -5000);

        open();

        assertThat(directory.resolve("data")).doesNotExist();
    }
}
