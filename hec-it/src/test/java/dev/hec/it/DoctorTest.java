package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor, by {@code java -jar}, against the packaged receiver. */
class DoctorTest {

    private static final String TOKEN = "token-of-the-doctor-test";
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private static Path directory;

    private static ReceiverProcess receiver;

    @BeforeAll
    static void startReceiver() throws IOException {
        receiver = ReceiverProcess.start(
                TestFiles.receiverWar(), Files.createDirectory(directory.resolve("data")), "--token", TOKEN);
    }

    @AfterAll
    static void stopReceiver() {
        receiver.close();
    }

    /** What a run printed, and how it ended. */
    private record Run(int exitCode, String output) {}

    /** Examines the receiver with the jar in a directory of its own, together with these libraries. */
    private static Run doctor(Path home, List<String> libraries, String token) throws Exception {
        Path tokenFile = Files.writeString(home.resolve("token.txt"), token);
        return run(
                home,
                libraries,
                "--url",
                receiver.url().toString(),
                "--token-file",
                tokenFile.toString(),
                "--source",
                home.getFileName().toString());
    }

    private static Run run(Path home, List<String> libraries, String... options) throws Exception {
        Path jar = copy("hec-core", home);
        for (String library : libraries) {
            copy(library, home);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "doctor"));
        command.addAll(List.of(options));
        Path output = home.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** Copies a jar of this test's class path. */
    private static Path copy(String name, Path home) throws IOException {
        Path jar = Path.of(ApplicationProcess.jars(name));
        return Files.copy(jar, home.resolve(jar.getFileName()));
    }

    private static Path home(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static SearchClient search() {
        return new SearchClient(receiver.url(), TOKEN);
    }

    @Test
    void doctor_librariesBesideTheJar_checksEverythingAndEventsAreFound() throws Exception {
        Run run = doctor(home("beside"), List.of("jackson-core", "zstd-jni"), TOKEN);

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "ok    tcp ",
                        "ok    health ",
                        "HTTP 200, code 0: Success",
                        "gzip is taken",
                        "zstd is taken",
                        "All well.")
                .doesNotContain(TOKEN, "not beside");
        assertThat(search().all("source=beside hec.doctor=true")).hasSize(3);
    }

    @Test
    void doctor_jarAlone_checksWhatItCan() throws Exception {
        Run run = doctor(home("alone"), List.of(), TOKEN);

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("jackson-core is not beside", "zstd-jni is not beside", "gzip is taken", "All well.");
        assertThat(search().all("source=alone hec.doctor=true")).hasSize(2);
    }

    @Test
    void doctor_wrongToken_failsWithTheCause() throws Exception {
        Run run = doctor(home("wrong"), List.of("jackson-core", "zstd-jni"), "another-token");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("FAIL  event ", "HTTP 403, code 4: Invalid token", "-> the token is unknown", "Failed: event")
                .doesNotContain("another-token");
        assertThat(search().all("source=wrong")).isEmpty();
    }

    @Test
    void doctor_oneOfSeveralAddressesIsDown_examinesTheOtherAllTheSame() throws Exception {
        Path home = home("several");
        Path tokenFile = Files.writeString(home.resolve("token.txt"), TOKEN);
        String down;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            down = "http://127.0.0.1:" + gone.getLocalPort();
        }

        Run run = run(
                home,
                List.of("jackson-core", "zstd-jni"),
                "--url=" + down + "," + receiver.url(),
                "--token-file=" + tokenFile,
                "--source=several");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .containsSubsequence(
                        "address        " + down, "FAIL  tcp ", "ok    event ", "Failed at " + down + ": tcp: nothing");
        assertThat(search().all("source=several hec.doctor=true")).hasSize(3);
    }

    @Test
    void doctor_senselessCommandLine_isUsage() throws Exception {
        Run run = run(home("usage"), List.of(), "--nose", "long");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("doctor: there is no option --nose");
    }
}
