package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.Application.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the newest JDK beside that of the tests, where there is one with virtual threads. */
class VirtualThreadsTest {

    private static final String TOKEN = "virtual-token";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void events_ofManyVirtualThreads_areAllDelivered(Framework framework) throws Exception {
        Optional<Path> jdk = jdkWithVirtualThreads();
        assumeThat(jdk).as("a JDK 21 or newer").isPresent();
        try (ReceiverProcess receiver =
                        ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("data"), "--token", TOKEN);
                ApplicationProcess application = ApplicationProcess.start(
                        jdk.get(),
                        directory,
                        Map.of("HEC_URL", receiver.url().toString(), "HEC_TOKEN", TOKEN),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualThreadsApplication.class.getName(),
                        framework.name())) {
            assertThat(application.awaitEnd()).as(application.output()).isZero();
            assertThat(application.output()).contains("logged true, delivered true, 0 refused");

            assertThat(new SearchClient(receiver.url(), TOKEN)
                            .all("n=*").stream().map(event -> event.get("n").asInt()))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, VirtualThreadsApplication.EVENTS)
                            .boxed()
                            .toList());
        }
    }

    /** The JDK of the tests, or else the newest of those installed beside it. */
    private static Optional<Path> jdkWithVirtualThreads() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        if (Runtime.version().feature() >= 21) {
            return Optional.of(own);
        }
        try (Stream<Path> beside = Files.list(own.getParent())) {
            return beside.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")) && feature(jdk) >= 21)
                    .max(Comparator.comparingInt(VirtualThreadsTest::feature));
        }
    }

    /** Read from the file that every JDK has. */
    private static int feature(Path jdk) {
        try (Stream<String> lines = Files.lines(jdk.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> Runtime.Version.parse(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                            .feature())
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
