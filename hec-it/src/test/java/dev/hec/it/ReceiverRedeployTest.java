package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The receiver's WAR, deployed again and again. */
class ReceiverRedeployTest {

    /** Few by default; the profile "redeploy" takes ten, in both lines of Tomcat. */
    private static final int TIMES = Integer.getInteger("hec.it.redeploys", 2);

    static List<String> lines() {
        return TIMES > 2 ? List.of("10.1", "11.0") : List.of("11.0");
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("lines")
    void war_redeployed_keepsItsEventsAndLeavesNothingBehind(String line) throws Exception {
        // Links would hide that an open file is below this directory.
        Path base = directory.toRealPath().resolve("base");
        Path accessLog = base.resolve("access.log");
        Path home = StandaloneTomcat.home(line);
        String classPath = String.join(
                File.pathSeparator,
                ApplicationProcess.testClasses(),
                ApplicationProcess.jarsIn(home.resolve("lib")),
                home.resolve("bin/tomcat-juli.jar").toString(),
                ApplicationProcess.jars("awaitility", "hamcrest"));
        try (ApplicationProcess container = ApplicationProcess.start(
                Path.of(System.getProperty("java.home")),
                directory,
                Map.of(),
                // What may go when memory is short goes at once, so that only leaks stay.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                // Tomcat's own search for leaks asks for these; its start script gives them.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                "-Dhec.data-dir=" + base.resolve("data"),
                "-Dhec.access-log=" + accessLog,
                "-Dhec.token=redeploy-token",
                "-cp",
                classPath,
                RedeployingReceiver.class.getName(),
                base.toString(),
                TestFiles.receiverWar().toString(),
                Integer.toString(TIMES))) {
            assertThat(container.awaitEnd()).as(container.output()).isZero();
            for (int i = 1; i <= TIMES; i++) {
                assertThat(container.output())
                        .contains("deployment " + i + ": 200 {\"text\":\"Success\",\"code\":0} 200 {\"total\":" + i
                                + "} counted [dev.hec:type=HecReceiver,name=\"/logs/hec\"]");
            }
            assertThat(container.output())
                    .contains("left behind: threads [], class loaders 0, complaints [], beans [], files []")
                    .doesNotContain("redeploy-token");
        }
        assertThat(Files.readAllLines(accessLog))
                .hasSize(3 * TIMES)
                .allMatch(request -> request.contains(" /logs/hec/"));
    }
}
