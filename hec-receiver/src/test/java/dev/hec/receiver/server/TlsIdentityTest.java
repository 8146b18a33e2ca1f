package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hec.receiver.config.InvalidSettings;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsIdentityTest {

    @TempDir
    private Path directory;

    private static TestIdentity identity(String kind) throws Exception {
        return TestAuthority.root("root")
                .intermediate("between")
                .identity(kind, Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(1)), "127.0.0.1");
    }

    private static String problem(PemFiles files) {
        return catchThrowableOfType(InvalidSettings.class, () -> TlsIdentity.read(files.certificate(), files.key()))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void chainAndPkcs8Key_areRead(String kind) throws Exception {
        TestIdentity written = identity(kind);
        PemFiles files = PemFiles.in(directory).write(written);

        TlsIdentity read = TlsIdentity.read(files.certificate(), files.key());

        assertThat(read.key()).isEqualTo(written.key());
        assertThat(read.chain()).isEqualTo(written.chain()).hasSize(2);
        assertThat(read.toString()).contains("127.0.0.1").doesNotContain("PrivateKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void keyOfAKindThatFewTake_isRefusedWithTheWayOut(String kind) throws Exception {
        PemFiles files = PemFiles.in(directory).write(identity(kind));

        assertThat(problem(files))
                .startsWith("tls-certificate: " + files.certificate() + " is for a key of the kind EdDSA")
                .endsWith("make a key and a certificate of the kind EC or RSA");
    }

    @Test
    void bothInOneFile_areRead() throws Exception {
        TestIdentity written = identity("EC");
        Path file = Files.writeString(directory.resolve("both.pem"), "a comment\n" + written.pem());

        assertThat(TlsIdentity.read(file, file).chain()).isEqualTo(written.chain());
    }

    @ParameterizedTest
    @CsvSource({
        "genrsa -traditional -out KEY 2048, BEGIN RSA PRIVATE KEY",
        "ecparam -name prime256v1 -genkey -out KEY, BEGIN EC PRIVATE KEY"
    })
    void keyOfAnOlderForm_isRead(String make, String form) throws Exception {
        PemFiles files = PemFiles.in(directory);
        openssl(make.replace("KEY", files.key().toString()));
        openssl("req -new -x509 -subj /CN=old -key " + files.key() + " -out " + files.certificate());

        assertThat(files.key()).content().contains(form);
        assertThat(TlsIdentity.read(files.certificate(), files.key()).chain()).hasSize(1);
    }

    @Test
    void absentFiles_areNamed() {
        PemFiles files = PemFiles.in(directory);

        assertThat(problem(files)).isEqualTo("tls-certificate: there is no file " + files.certificate());
    }

    @Test
    void swappedFiles_areFoundOut() throws Exception {
        PemFiles files = PemFiles.in(directory).write(identity("EC"));

        assertThat(problem(new PemFiles(files.key(), files.certificate())))
                .isEqualTo("tls-certificate: " + files.key()
                        + " has a private key and no certificate; are tls-certificate and tls-key swapped?");
        assertThat(problem(new PemFiles(files.certificate(), files.certificate())))
                .isEqualTo("tls-key: " + files.certificate()
                        + " has a certificate and no private key; are tls-certificate and tls-key swapped?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keyOfAnotherCertificate_isFoundOut(String kind) throws Exception {
        PemFiles files = PemFiles.in(directory).write(identity(kind));
        Files.writeString(files.key(), identity("EC").keyPem());

        assertThat(problem(files))
                .startsWith("tls-key: " + files.key() + " is not the key of the first certificate in "
                        + files.certificate() + ", CN=127.0.0.1;");
    }

    @Test
    void chainInTheWrongOrder_isFoundOut() throws Exception {
        TestIdentity identity = identity("EC");
        PemFiles files = PemFiles.in(directory).write(identity);
        Files.writeString(
                files.certificate(),
                TestIdentity.pem(
                        List.of(identity.chain().get(1), identity.chain().get(0))));

        assertThat(problem(files))
                .contains("has certificates that do not follow from each other: CN=between was signed by CN=root, but"
                        + " CN=127.0.0.1 comes next");
    }

    @Test
    void binaryFiles_areFoundOutWithTheCommandThatConverts() throws Exception {
        TestIdentity identity = identity("EC");
        PemFiles files = PemFiles.in(directory).write(identity);
        Files.write(files.key(), identity.key().getEncoded());
        assertThat(problem(files)).startsWith("tls-key: ").contains("openssl pkey -inform DER");

        Files.write(files.certificate(), identity.chain().get(0).getEncoded());
        assertThat(problem(files)).startsWith("tls-certificate: ").contains("openssl x509 -inform DER");
    }

    @Test
    void keyWithAPassword_isRefusedWithTheWayOut() throws Exception {
        TestIdentity identity = identity("EC");
        PemFiles files = PemFiles.in(directory).write(identity);
        Files.writeString(files.key(), identity.encryptedPem("x"));

        assertThat(problem(files)).startsWith("tls-key: ").contains("a key with a password", "openssl pkey -in OLD");
    }

    @Test
    void damagedFiles_areFoundOut() throws Exception {
        TestIdentity identity = identity("RSA");
        PemFiles files = PemFiles.in(directory).write(identity);
        Files.writeString(files.key(), identity.keyPem().substring(0, 300));
        assertThat(problem(files)).startsWith("tls-key: ").contains("cut off");

        Files.writeString(files.key(), TestIdentity.block("PRIVATE KEY", new byte[] {48, 3, 2, 1, 0}));
        assertThat(problem(files)).startsWith("tls-key: ").contains("cannot be read");

        Files.writeString(files.certificate(), TestIdentity.block("CERTIFICATE", new byte[] {1, 2, 3}));
        assertThat(problem(files)).startsWith("tls-certificate: ").contains("cannot be read");
    }

    @Test
    void directoryAndHugeFile_areFoundOut() throws Exception {
        PemFiles files = PemFiles.in(directory);
        assertThat(problem(new PemFiles(directory, files.key())))
                .startsWith("tls-certificate: " + directory + " cannot be read");

        Files.write(files.certificate(), new byte[1_100_000]);
        assertThat(problem(files)).contains("is larger than 1 MB");
    }

    private static void openssl(String arguments) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(("openssl " + arguments).split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no openssl");
            return;
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
