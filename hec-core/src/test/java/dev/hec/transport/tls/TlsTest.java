package dev.hec.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hec.Diagnostics;
import dev.hec.RecordedDiagnostics;
import dev.hec.time.ManualTime;
import dev.hec.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files are read, what is said of those that cannot be, and what a change of them does. */
class TlsTest {

    private static final String SECRET = "s3cr3t";
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Made by openssl 3.0: {@code genpkey -algorithm EC}, then {@code pkcs8 -topk8 -passout pass:s3cr3t}. */
    private static final String OPENSSL_AES = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh/RugG9fqG2AICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFLmMUGO1A9pI2tRQsNZBkwEgZBg
            Y3bHvoXCQ+8JVcpWCiMV1BsgR61UQikFx3Lpy8MujxaBFu6NL2BS+o47XKqtk348
            1rZPBFKsLA0haa5cVDoElyJADbERNSAdqam7p9VHDTqKpDoVDkLjryV+ZUJET9SN
            iaOMMmmU5ZThmcJ/HRGWKA2Rk/iN3Hsuzo++bwsCveOh6J7CUf07DJSO6yxUpaY=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    /** The same key, {@code -v1 PBE-SHA1-3DES}. */
    private static final String OPENSSL_3DES = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGxMBwGCiqGSIb3DQEMAQMwDgQIynEiTl79eqUCAggABIGQ2ra6maIXZsQMyesr
            +cA0J17+kwJG5JpqGcFMd6TE7NaD+605kZlmVGISX0PnVXSA6afh9W7EAOWA8xAA
            Oh9H+HyL6996tmnV/5R47tWfJwMM0uyz5YEMsBHGxZXFaxOdSD3a/RPUmdTh7JBe
            rcKDq0M+ytAxNJ9V56fc5L8HUIexwhjsVZpmn/ByHF+tfpB9
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    /** The same key, {@code -scrypt}. */
    private static final String OPENSSL_SCRYPT = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAh0DazMVSvdzgICQAAC
            AQgCAQEwHQYJYIZIAWUDBAEqBBBTZvw6356TXfu9X6edbTSABIGQ3yA2jA7jMlRL
            lUlFleY4RNxHjWQ5erb6e243B/8Xuh6yfp4ttrSSUWgRNl9tZsRbZG5nYRaNpy9f
            JKgXCYHUNrI0AybrQbZxY5JC/n70go5aPGosWsXLhGm1RSGKXOegSa/MJ8MSku0s
            oGhv947Ddm5u+qVESc4KST2JpHOobNYX/wZ607dIsYNJj8NxsPSo
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    /** The certificate of that key, by {@code openssl req -x509 -days 36500}. */
    private static final String OPENSSL_CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBhTCCASugAwIBAgIUMsgkflGJ7od3fTXAOTAxzHgrEV8wCgYIKoZIzj0EAwIw
            FzEVMBMGA1UEAwwMb3BlbnNzbC10ZXN0MCAXDTI2MTEyNTIxMjkwOVoYDzIxMjYx
            MTAxMjEyOTA5WjAXMRUwEwYDVQQDDAxvcGVuc3NsLXRlc3QwWTATBgcqhkjOPQIB
            BggqhkjOPQMBBwNCAAQVOTKQ8+2ZEA8plI+H1PFoSrJRSPfnp3QmlVhIybzcXMht
            r97lknKiAtV7zFw6HcNK0jfk0aKg6qpFP4YboBYfo1MwUTAdBgNVHQ4EFgQUlV86
            gy3ewD1u1MGuY4k/1wHeeh0wHwYDVR0jBBgwFoAUlV86gy3ewD1u1MGuY4k/1wHe
            eh0wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA0dS25X9d1NOj
            +0+OZUsK5ejemfnXAjOZjySNMWwPEfsCICooWkEUQ1z4ZYcJRG63gyniXaTDpriZ
            r+tzQCTmuiAG
            -----END CERTIFICATE-----
            """;

    private static TestAuthority authority;
    private static TestIdentity identity;

    @TempDir
    private Path directory;

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final ManualTime time = new ManualTime();

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.root("Test Root");
        identity = authority.identity("client-1");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("file"), content);
    }

    private Path file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private static TlsSettings trusting(Path file, @Nullable String password) {
        return new TlsSettings(file, password, null, null, List.of());
    }

    private static TlsSettings showing(Path file, @Nullable String password) {
        return new TlsSettings(null, null, file, password, List.of());
    }

    private Tls open(TlsSettings settings) {
        return Tls.open(settings, diagnostics, time);
    }

    private static String problem(TlsSettings settings) {
        UncheckedIOException failure = catchThrowableOfType(
                UncheckedIOException.class, () -> Tls.open(settings, Diagnostics.SILENT, Time.SYSTEM));
        assertThat(failure).as("an UncheckedIOException").isNotNull();
        return String.valueOf(failure.getMessage());
    }

    // Files that can be used

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS", "JCEKS"})
    void open_keyStores_areKnownByTheirContent(String type) throws Exception {
        Path trust =
                Files.write(directory.resolve("trust"), TestIdentity.trustStore(type, SECRET, authority.certificate()));
        Path key = Files.write(directory.resolve("key"), identity.keyStore(type, SECRET));

        assertThatCode(() -> open(new TlsSettings(trust, SECRET, key, SECRET, List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void open_pemWithCommentsAndCarriageReturns_isRead() throws Exception {
        String pem = "# the root of Zürich\n" + TestIdentity.pem(List.of(authority.certificate()));

        assertThatCode(() -> open(trusting(file(pem.replace("\n", "\r\n")), null)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void open_pemOfEachKindOfKey_isRead(String kind) throws Exception {
        TestIdentity other = authority.identity(
                kind,
                authority.certificate().getNotBefore().toInstant(),
                authority.certificate().getNotAfter().toInstant(),
                "x");

        assertThatCode(() -> open(showing(file(other.pem()), null))).doesNotThrowAnyException();
        assertThatCode(() -> open(showing(file(other.encryptedPem(SECRET)), SECRET)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENSSL_AES, OPENSSL_3DES})
    void open_keyEncryptedByOpenssl_isRead(String key) throws Exception {
        Path file = file(OPENSSL_CERTIFICATE + key);

        assertThatCode(() -> open(showing(file, SECRET))).doesNotThrowAnyException();
        assertThat(problem(showing(file, "wrong")))
                .isEqualTo("tlsKey: the file " + file + " has a key that the password tlsKeyPassword does not open");
    }

    @Test
    void context_nothingSet_isTheOneOfTheJvm() throws Exception {
        assertThat(open(TlsSettings.JVM).context()).isSameAs(SSLContext.getDefault());
    }

    // Files that cannot be used

    @Test
    void open_missingFile_namesSettingAndFile() {
        Path missing = directory.resolve("missing.pem");

        assertThat(problem(trusting(missing, null))).isEqualTo("tlsTrust: the file " + missing + " does not exist");
        assertThat(problem(showing(missing, null))).isEqualTo("tlsKey: the file " + missing + " does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                          | is empty",
                "hello                                       | is neither PEM (no BEGIN line) nor a key store",
                "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----| holds no certificate",
                "-----BEGIN CERTIFICATE-----AAAA             | cut off while being written",
                "-----BEGIN CERTIFICATE-----A*A-----END CERTIFICATE-----| not Base64",
                "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----| has a CERTIFICATE that cannot be read",
                "0123456                                     | is a damaged key store",
            })
    void open_trustThatIsNone_saysWhy(String content, String problem) throws Exception {
        assertThat(problem(trusting(file(content), null)))
                .startsWith("tlsTrust: the file " + directory.resolve("file") + " ")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY-----| openssl pkcs8 -topk8 -in",
                "-----BEGIN EC PRIVATE KEY-----AAAA-----END EC PRIVATE KEY-----| openssl pkcs8 -topk8 -in",
                "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----| has no private key",
                "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----| neither RSA, EC nor EdDSA",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY-----| as tlsKeyPassword",
            })
    void open_keyThatIsNone_saysWhy(String content, String problem) throws Exception {
        assertThat(problem(showing(file(content), null)))
                .startsWith("tlsKey: the file " + directory.resolve("file") + " ")
                .contains(problem);
    }

    @Test
    void open_keyEncryptedInAnUnknownWay_saysHowToEncryptIt() throws Exception {
        assertThat(problem(showing(file(OPENSSL_CERTIFICATE + OPENSSL_SCRYPT), SECRET)))
                .contains("encrypted in a way that this Java does not know", "openssl pkcs8 -topk8");
    }

    @Test
    void open_keyWithoutCertificate_saysSo() throws Exception {
        assertThat(problem(showing(file(identity.keyPem()), null))).contains("a private key and no certificate");
    }

    @Test
    void open_keyOfAnotherCertificate_namesTheCertificate() throws Exception {
        Path file = file(
                TestIdentity.pem(identity.chain()) + authority.identity("x").keyPem());

        assertThat(problem(showing(file, null))).contains("does not belong to its first certificate, CN=client-1");
    }

    @Test
    void open_chainOutOfOrder_saysTheOrder() throws Exception {
        TestIdentity below = authority.intermediate("Test Intermediate").identity("x");
        TestIdentity mixed = below.sendingAlso(TestAuthority.root("Unrelated").certificate());

        assertThat(problem(showing(file(mixed.pem()), null))).contains("this client's own first");
        assertThatCode(() -> open(showing(file(below.pem()), null))).doesNotThrowAnyException();
    }

    @Test
    void open_derCertificate_saysHowToConvert() throws Exception {
        assertThat(problem(trusting(file(authority.certificate().getEncoded()), null)))
                .contains("is a certificate in DER", "openssl x509 -inform der");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void open_keyStoreWithTheWrongPassword_saysSoWithoutIt(String type) throws Exception {
        Path trust = file(TestIdentity.trustStore(type, SECRET, authority.certificate()));
        assertThat(problem(trusting(trust, "wr0ng")))
                .contains("the password tlsTrustPassword does not open")
                .doesNotContain("wr0ng");

        Path key = file(identity.keyStore(type, SECRET));
        assertThat(problem(showing(key, "wr0ng"))).contains("the password tlsKeyPassword does not open");
        assertThat(problem(showing(key, null))).contains("tlsKeyPassword");
    }

    @Test
    void open_pkcs12TrustWithoutPassword_asksForIt() throws Exception {
        Path trust = file(TestIdentity.trustStore("PKCS12", SECRET, authority.certificate()));

        assertThat(problem(trusting(trust, null))).contains("tlsTrustPassword");
    }

    @Test
    void open_storesWithoutWhatIsWanted_sayWhatIsMissing() throws Exception {
        Path onlyTrust = file(TestIdentity.trustStore("PKCS12", SECRET, authority.certificate()));

        assertThat(problem(showing(onlyTrust, SECRET))).contains("without a private key");
    }

    @Test
    void toString_hasNoPassword() {
        assertThat(new TlsSettings(Path.of("a"), SECRET, Path.of("b"), SECRET, List.of("sha256/x")).toString())
                .contains("a", "b", "sha256/x")
                .doesNotContain(SECRET);
    }

    // Changes

    /** As tools do that mind readers: never half a file under the name. */
    private void replace(Path file, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void context_fileUnchanged_staysTheSame() throws Exception {
        Tls tls = open(trusting(file(TestIdentity.pem(List.of(authority.certificate()))), null));
        SSLContext before = tls.context();

        time.advance(SECOND.multipliedBy(100));

        assertThat(tls.context()).isSameAs(before);
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void context_fileChanged_isAnotherOneAfterASecond() throws Exception {
        Path trust = file(TestIdentity.pem(List.of(authority.certificate())));
        Tls tls = open(trusting(trust, null));
        SSLContext before = tls.context();
        replace(trust, TestIdentity.pem(List.of(TestAuthority.root("Next").certificate())));

        time.advance(SECOND.minusNanos(1));
        assertThat(tls.context()).as("looked at once a second").isSameAs(before);
        time.advance(Duration.ofNanos(1));
        assertThat(tls.context()).isNotSameAs(before);

        assertThat(diagnostics.messages()).containsExactly("INFO Read tlsTrust " + trust + " again; it has changed.");
    }

    @Test
    void context_fileBroken_keepsTheOldAndTellsOnceUntilMended() throws Exception {
        Path key = file(identity.pem());
        Tls tls = open(showing(key, null));
        SSLContext before = tls.context();

        replace(key, "-----BEGIN CERTIFICATE-----\nAAAA");
        for (int i = 0; i < 3; i++) {
            time.advance(SECOND);
            assertThat(tls.context()).isSameAs(before);
        }
        assertThat(diagnostics.news())
                .containsExactly("WARN tlsKey: the file " + key
                        + " has a BEGIN without its END, as if it had been cut off while being written."
                        + " Going on with what it held before.");

        replace(key, authority.identity("client-2").pem());
        time.advance(SECOND);
        assertThat(tls.context()).isNotSameAs(before);
        assertThat(diagnostics.news()).singleElement().asString().startsWith("INFO Read tlsKey");
    }

    @Test
    void context_fileGone_keepsTheOldAndTellsAgainNextTime() throws Exception {
        String pem = TestIdentity.pem(List.of(authority.certificate()));
        Path trust = file(pem);
        Tls tls = open(trusting(trust, null));
        SSLContext before = tls.context();
        Path aside = directory.resolve("aside");

        for (int i = 0; i < 2; i++) {
            Files.move(trust, aside);
            time.advance(SECOND);
            assertThat(tls.context()).isSameAs(before);
            assertThat(diagnostics.news()).singleElement().asString().contains("does not exist");
            Files.move(aside, trust);
            time.advance(SECOND);
            assertThat(tls.context()).as("the very same file").isSameAs(before);
            assertThat(diagnostics.news()).isEmpty();
        }
    }

    @Test
    void context_keyBrokenAndTrustChanged_takesTheNewTrust() throws Exception {
        Path trust = Files.writeString(directory.resolve("trust"), TestIdentity.pem(List.of(authority.certificate())));
        Path key = file(identity.pem());
        Tls tls = open(new TlsSettings(trust, null, key, null, List.of()));
        SSLContext before = tls.context();

        replace(trust, TestIdentity.pem(List.of(TestAuthority.root("Next").certificate())));
        replace(key, "nothing");
        time.advance(SECOND);

        assertThat(tls.context()).isNotSameAs(before);
        assertThat(diagnostics.messages()).hasSize(2);
    }

    /** The command is that of docs/tls-and-proxy.md. */
    @Test
    void pinOf_key_isWhatOpensslComputes() throws Exception {
        assertThat(Pin.of(Pem.parse(OPENSSL_CERTIFICATE.getBytes(StandardCharsets.US_ASCII))
                        .certificates()
                        .get(0)
                        .getPublicKey()))
                .isEqualTo("sha256/r8nzrJY815PwTMk4lchziTsRDnYZ/cWGRWVUh3hb/Lg=");
    }
}
