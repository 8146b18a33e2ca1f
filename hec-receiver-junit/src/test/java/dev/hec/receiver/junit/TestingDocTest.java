package dev.hec.receiver.junit;

import static dev.hec.receiver.junit.Sender.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hec.receiver.fault.Fault.Kind;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guide for testers says what works. */
@Timeout(60)
class TestingDocTest {

    private static final Path EXAMPLE =
            Path.of("..", "examples", "junit", "src", "test", "java", "com", "example", "shop");

    @RegisterExtension
    private static final HecReceiver RECEIVER = HecReceiver.create();

    private final String text;

    TestingDocTest() throws IOException {
        text = Files.readString(Path.of("..", "docs", "testing.md"));
    }

    private List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void javaCode_isThatOfTheExample_whichTheBuildRuns() throws IOException {
        String example = Files.readString(EXAMPLE.resolve("OrdersTest.java"))
                + Files.readString(EXAMPLE.resolve("FaultsTest.java"));

        assertThat(blocks("java"))
                .hasSizeGreaterThan(10)
                .allSatisfy(code -> assertThat(example).contains(code));
    }

    @Test
    void dependency_isThisModule() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(blocks("xml")).singleElement().satisfies(xml -> {
            assertThat(xml).contains("<artifactId>hec-receiver-junit</artifactId>");
            assertThat(pom).contains("<artifactId>hec-receiver-junit</artifactId>");
            assertThat(version(xml)).isEqualTo(version(pom));
        });
    }

    private static String version(String xml) {
        return xml.replaceAll("(?s).*?<version>(.*?)</version>.*", "$1");
    }

    @Test
    void json_isTaken() throws IOException {
        assertThat(blocks("json"))
                .singleElement()
                .satisfies(json -> assertThat(send(HttpRequest.newBuilder(URI.create(RECEIVER.url() + "/admin/faults"))
                                        .header("Authorization", "Bearer " + RECEIVER.token())
                                        .PUT(BodyPublishers.ofString(json)))
                                .statusCode())
                        .isEqualTo(200));
        assertThat(RECEIVER.faults().progress()).hasSize(6);
    }

    @Test
    void faults_areAllThere() {
        assertThat(text)
                .contains(Arrays.stream(Kind.values())
                        .map(kind -> "`" + kind.word() + "`")
                        .toList());
    }

    @Test
    void commands_run() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl"))),
                "curl is not here");
        List<String> commands = blocks("sh");
        assertThat(commands).hasSize(2);

        assertThat(output(commands.get(0)))
                .startsWith(
                        "[{\"fault\":\"reply\",\"status\":429,\"retryAfterSeconds\":2,\"times\":3,\"happened\":0,\"left\":3},"
                                + "{\"fault\":\"loseReply\",\"probability\":0.5,\"seed\":42,\"happened\":0}][{")
                .endsWith("}][]");
        assertThat(output(commands.get(1))).startsWith("-----BEGIN CERTIFICATE-----");
    }

    private static String output(String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder(
                        "sh", "-e", "-c", commands.replace("curl ", "curl -sS --fail-with-body "))
                .redirectErrorStream(true);
        shell.environment().put("URL", RECEIVER.url());
        shell.environment().put("TOKEN", RECEIVER.token());
        shell.environment().put("no_proxy", "*");
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
