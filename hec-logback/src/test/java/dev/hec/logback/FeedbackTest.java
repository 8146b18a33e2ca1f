package dev.hec.logback;

import dev.hec.testing.FeedbackContract;
import java.nio.file.Path;
import java.util.Map;

/** The contract about feedback, on Logback. */
class FeedbackTest extends FeedbackContract {

    @Override
    protected String xml(Map<String, String> options) {
        return LogbackXml.of(options, Map.of()).replace("<root level=\"ALL\">", """
                        <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                          <encoder><pattern>heard %thread %logger%n</pattern></encoder>
                        </appender>
                        <root level="ALL"><appender-ref ref="CONSOLE"/>""");
    }

    @Override
    protected String configurationOption(Path configuration) {
        return "-Dlogback.configurationFile=" + configuration;
    }

    @Override
    protected Class<?> application() {
        return BridgedApplication.class;
    }
}
