package dev.hec.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareJvmTest {

    @TempDir
    private Path directory;

    @Test
    void telemetry_withoutItsModules_isSilentAndHarmless() throws Exception {
        ChildJvm child = ChildJvm.run(directory, BareJvm.class, Map.of(), "--limit-modules", "java.base");

        assertThat(child.output().lines())
                .containsExactly("java.management false", "jdk.jfr false", "watches null null", "alive");
        assertThat(child.exitCode()).isZero();
    }
}
