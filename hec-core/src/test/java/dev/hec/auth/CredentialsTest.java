package dev.hec.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String SECRET = "s3cr3t";

    @TempDir
    private Path directory;

    private Path tokenFile(String content) throws IOException {
        return Files.writeString(directory.resolve("token"), content);
    }

    private static Credentials of(Path file) {
        return new Credentials(Credentials.file(file), "Bearer");
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

        assertThat(credentials.authorization()).as("read only when refused").isEqualTo("Bearer old");
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
}
