package dev.hec.receiver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    @TempDir
    private Path directory;

    private Settings settings(String token, Path tokenFile) {
        Settings settings = Settings.defaults().with(Setting.DATA_DIR, directory.resolve("data"));
        settings = token == null ? settings : settings.with(Setting.TOKEN, token);
        return tokenFile == null ? settings : settings.with(Setting.TOKEN_FILE, tokenFile);
    }

    @Test
    void token_ofTheSettings_isTakenAndWrittenNowhere() throws Exception {
        Credentials credentials = Credentials.of(settings("abc", null));

        assertThat(credentials.tokens()).containsExactly("abc");
        assertThat(credentials.generated()).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void token_absent_isGeneratedForItsOwnerOnly() throws Exception {
        Credentials credentials = Credentials.of(settings(null, null));

        Path file = directory.resolve("data/token");
        assertThat(credentials.generated()).isTrue();
        assertThat(credentials.tokens())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(credentials.origin()).isEqualTo(file.toString());
        assertThat(file).hasContent(credentials.tokens().get(0));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void token_generatedBefore_isTakenAgainInSilence() throws Exception {
        Credentials first = Credentials.of(settings(null, null));

        Credentials second = Credentials.of(settings(null, null));

        assertThat(second.tokens()).isEqualTo(first.tokens());
        assertThat(second.generated()).isFalse();
    }

    @Test
    void token_generatedInTwoPlaces_differs() throws Exception {
        String one = TokenFile.generate(directory, directory.resolve("one"));
        String two = TokenFile.generate(directory, directory.resolve("two"));

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void generate_fileExists_isLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "mine\n");

        assertThatThrownBy(() -> TokenFile.generate(directory, file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void tokenFile_withSeveralTokens_givesThemAll() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "# old\none\r\n\n  two  \n");

        assertThat(Credentials.of(settings(null, file)).tokens()).containsExactly("one", "two");
    }

    @Test
    void tokenFile_absent_isAProblemThatNamesIt() {
        Path file = directory.resolve("nowhere");

        assertThatThrownBy(() -> Credentials.of(settings(null, file)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("there is no token file " + file + "; write the token into it");
    }

    @Test
    void tokenFile_thatIsADirectory_isAProblemThatNamesTheSetting() {
        assertThatThrownBy(() -> Credentials.of(settings(null, directory)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("token-file: " + directory + " cannot be read: Is a directory");
    }

    @Test
    void tokenFile_withoutToken_isAProblem() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "# nothing\n\n");

        assertThatThrownBy(() -> Credentials.of(settings(null, file)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("holds no token");
    }

    @Test
    void tokenFile_withSomethingElse_isAProblemThatDoesNotShowIt() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "good\ngeheim mit Leerzeichen\n");

        assertThatThrownBy(() -> Credentials.of(settings(null, file)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("line 2 of the token file " + file)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void credentials_printed_doNotShowTheToken() throws Exception {
        assertThat(Credentials.of(settings("geheim", null)).toString()).doesNotContain("geheim");
    }

    @Test
    void tokens_alone_leaveNothingToGenerate() throws Exception {
        Path file = directory.resolve("tokens.yaml");
        Credentials alone = Credentials.of(settings(null, null).with(Setting.TOKENS, file));
        Credentials beside = Credentials.of(settings("abc", null).with(Setting.TOKENS, file));

        assertThat(alone.tokens()).isEmpty();
        assertThat(alone.generated()).isFalse();
        assertThat(alone.origin()).isEqualTo(file.toString());
        assertThat(beside.origin()).isEqualTo("the settings and " + file);
        assertThat(directory).isEmptyDirectory();
    }
}
