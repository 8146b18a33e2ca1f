package dev.hec.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.TokenProvider;
import dev.hec.time.ManualTime;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {

    private static final Instant ANY = Instant.EPOCH;

    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    // ---- environment

    @Test
    void environment_variableIsSet_givesItsValue() {
        Map<String, String> environment = Map.of("HEC_TOKEN", " s3cr3t\n");

        assertThat(new EnvironmentToken("HEC_TOKEN", environment::get).read()).isEqualTo("s3cr3t");
    }

    @Test
    void environment_variableIsMissing_isToldWithItsNameAndThatOfTheSetting() {
        assertThatThrownBy(() -> new EnvironmentToken("HEC_TOKEN", variable -> null).read())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("HEC_TOKEN")
                .hasMessageContaining("tokenEnv")
                .hasMessageContaining("not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cr3t s3cr3t", "s3cr3t\u0007"})
    void environment_valueThatAHeaderCannotCarry_isToldWithoutIt(String value) {
        assertThatThrownBy(() -> new EnvironmentToken("HEC_TOKEN", variable -> value).read())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("HEC_TOKEN")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void literal_valueThatAHeaderCannotCarry_isToldWithoutIt() {
        assertThatThrownBy(() -> new LiteralToken("s3cr3t\ninjected: header").read())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("setting token")
                .hasMessageNotContaining("s3cr3t");
    }

    // ---- file

    @Test
    void file_untouched_isNotDue() throws IOException {
        FileToken source = new FileToken(Files.writeString(directory.resolve("token"), "old"));
        source.read();

        assertThat(source.isDue(ANY)).isFalse();
    }

    @Test
    void file_writtenOver_isDueUntilRead() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old");
        FileToken source = new FileToken(file);
        source.read();
        Files.writeString(file, "longer");

        assertThat(source.isDue(ANY)).isTrue();
        assertThat(source.read()).isEqualTo("longer");
        assertThat(source.isDue(ANY)).isFalse();
    }

    @Test
    void file_sameSizeAndAnotherTime_isDue() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old");
        FileToken source = new FileToken(file);
        source.read();
        Files.writeString(file, "new");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(source.isDue(ANY)).isTrue();
    }

    @Test
    void file_replacedByOneOfTheSameTimeAndSize_isDueByItsIdentity() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old");
        FileToken source = new FileToken(file);
        source.read();
        Path next = Files.writeString(directory.resolve("next"), "new");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(source.isDue(ANY)).isTrue();
        assertThat(source.read()).isEqualTo("new");
    }

    @Test
    void file_mountedKubernetesSecret_isDueWhenItsLinkIsSwapped() throws IOException {
        FileTime same = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        mountSecret("..2026_01", "old", same);
        Path file = Files.createSymbolicLink(directory.resolve("token"), Path.of("..data", "token"));
        FileToken source = new FileToken(file);
        assertThat(source.read()).isEqualTo("old");
        assertThat(source.isDue(ANY)).isFalse();

        mountSecret("..2026_02", "new", same);
        assertThat(source.isDue(ANY)).isTrue();
        assertThat(source.read()).isEqualTo("new");
        assertThat(source.isDue(ANY)).isFalse();
    }

    /** As the kubelet does: a new directory, a new link to it, and that link renamed over the one in use. */
    private void mountSecret(String version, String content, FileTime modified) throws IOException {
        Path secret = Files.createDirectory(directory.resolve(version)).resolve("token");
        Files.setLastModifiedTime(Files.writeString(secret, content), modified);
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of(version));
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void file_gone_isDueAgainOnlyWhenItIsBack() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old");
        FileToken source = new FileToken(file);
        source.read();
        Files.delete(file);

        assertThat(source.isDue(ANY)).isTrue();
        assertThatThrownBy(source::read).isInstanceOf(TokenException.class);
        assertThat(source.isDue(ANY)).isFalse();
        Files.writeString(file, "new");
        assertThat(source.isDue(ANY)).isTrue();
    }

    @Test
    void file_couldNotBeUsed_staysDue() throws IOException {
        FileToken source = new FileToken(Files.writeString(directory.resolve("token"), "two words"));

        assertThatThrownBy(source::read).isInstanceOf(TokenException.class);
        assertThat(source.isDue(ANY))
                .as("what is wrong with it may change without a trace")
                .isTrue();
    }

    @Test
    void file_thatIsNoSecretButSomethingHuge_isNotTakenIn() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "x".repeat(64 * 1024 + 1));

        assertThatThrownBy(new FileToken(file)::read)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("over 65536 bytes");
    }

    // ---- provider

    @Test
    void provider_foundByItsName_isMade() {
        assertThat(ProviderLookup.find(CountingTokenProvider.class.getName()))
                .isInstanceOf(CountingTokenProvider.class);
    }

    @Test
    void provider_unknown_isToldWithThoseThereAre() {
        assertThatThrownBy(() -> ProviderLookup.find("com.example.Unknown"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("com.example.Unknown")
                .hasMessageContaining(
                        BrokenTokenProvider.class.getName() + ", " + CountingTokenProvider.class.getName());
    }

    @Test
    void provider_cannotBeMade_isToldWithoutItsMessage() {
        assertThatThrownBy(() -> ProviderLookup.find(BrokenTokenProvider.class.getName()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(BrokenTokenProvider.class.getName())
                .hasMessageContaining("IllegalArgumentException")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void provider_contextLoaderKnowsNone_libraryOwnLoaderIsAsked() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader knowsNone = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(knowsNone);
            assertThat(ProviderLookup.find(CountingTokenProvider.class.getName()))
                    .isInstanceOf(CountingTokenProvider.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void provided_throws_isToldByItsClassAlone() {
        ProvidedToken source = provided(() -> {
            throw new IOException("vault said s3cr3t");
        });

        assertThatThrownBy(source::read)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("com.example.Vault")
                .hasMessageContaining("java.io.IOException")
                .hasMessageNotContaining("s3cr3t")
                .satisfies(failure -> assertThat(failure.getCause()).hasMessageNotContaining("s3cr3t"));
    }

    @Test
    void provided_error_isToldLikeAnException() {
        assertThatThrownBy(provided(() -> {
                    throw new NoClassDefFoundError("com/example/Client");
                })::read)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("NoClassDefFoundError");
    }

    @Test
    void provided_interrupted_leavesTheFlag() {
        ProvidedToken source = provided(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(source::read).isInstanceOf(TokenException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void provided_nothing_isTold() {
        assertThatThrownBy(provided(() -> null)::read)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("com.example.Vault is empty");
    }

    @Test
    void provided_tokenWithoutExpiry_isNeverDue() {
        ProvidedToken source = provided(() -> "opaque");
        source.read();

        assertThat(source.isDue(Instant.parse("9999-01-01T00:00:00Z"))).isFalse();
    }

    @Test
    void provided_jwt_isDueOneMinuteBeforeItsEnd() {
        Instant end = time.now().plus(Duration.ofHours(1));
        ProvidedToken source = provided(() -> jwt(end));
        source.read();

        assertThat(source.isDue(end.minusSeconds(61))).isFalse();
        assertThat(source.isDue(end.minusSeconds(60))).isTrue();
    }

    @Test
    void provided_jwtThatIsNotReplaced_isAskedForTwiceAMinute() {
        Instant end = time.now().plus(Duration.ofMinutes(2));
        ProvidedToken source = provided(() -> jwt(end));
        source.read();
        time.advance(Duration.ofSeconds(90));

        source.read();
        assertThat(source.isDue(time.now().plusSeconds(29))).isFalse();
        assertThat(source.isDue(time.now().plusSeconds(30))).isTrue();
    }

    @Test
    void provided_failsWhenDue_isAskedForAgainAfterAPause() {
        Instant end = time.now().plus(Duration.ofMinutes(2));
        Deque<String> answers = new ArrayDeque<>(List.of(jwt(end)));
        ProvidedToken source = provided(answers::pop);
        source.read();
        time.advance(Duration.ofSeconds(70));
        assertThat(source.isDue(time.now())).isTrue();

        assertThatThrownBy(source::read).isInstanceOf(TokenException.class);
        assertThat(source.isDue(time.now())).isFalse();
        assertThat(source.isDue(time.now().plusSeconds(30))).isTrue();
    }

    private ProvidedToken provided(TokenProvider provider) {
        return new ProvidedToken("com.example.Vault", provider, time);
    }

    private static String jwt(Instant end) {
        return JwtTest.token("{\"exp\":" + end.getEpochSecond() + "}");
    }
}
