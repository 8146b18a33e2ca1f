package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

/** The build runs these tests on several versions of Log4j; this is the proof that it does. */
class HostVersionTest {

    @Test
    void log4j_ofThisRun_isTheOneNamed() {
        String named = System.getProperty("hec.host.version");

        assertThat(named).as("named by the build").isNotNull();
        assertThat(LoggerContext.class.getPackage().getImplementationVersion()).isEqualTo(named);
        assertThat(LogManager.class.getPackage().getImplementationVersion()).isEqualTo(named);
    }
}
