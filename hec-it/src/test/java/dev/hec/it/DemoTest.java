package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path directory;

    @Test
    void demo_packagedReceiver_findsEveryEventOnceAndInOrder() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean agreed = new Demo(
                        TestFiles.receiverWar(),
                        directory.resolve("data"),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run();

        assertThat(agreed).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("25001", "curl");
    }
}
