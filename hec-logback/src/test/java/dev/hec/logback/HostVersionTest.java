package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ContextBase;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The build runs these tests on several versions of Logback; this is the proof that it does. */
class HostVersionTest {

    @Test
    void logback_ofThisRun_isTheOneNamed() {
        String named = System.getProperty("hec.host.version");

        assertThat(named).as("named by the build").isNotNull();
        assertThat(LoggerContext.class.getPackage().getImplementationVersion()).isEqualTo(named);
        assertThat(ContextBase.class.getPackage().getImplementationVersion()).isEqualTo(named);
        assertThat(LoggerFactory.class.getPackage().getImplementationVersion())
                .isEqualTo(System.getProperty("hec.slf4j.version"));
    }
}
