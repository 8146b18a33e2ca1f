package dev.hec.log4j2;

import dev.hec.testing.FeedbackContract;
import java.nio.file.Path;
import java.util.Map;

/** The contract about feedback, on Log4j. */
class FeedbackTest extends FeedbackContract {

    @Override
    protected String xml(Map<String, String> options) {
        return Log4jXml.of(options, Map.of())
                .replace("</Appenders>", """
                        <Console name="CONSOLE"><PatternLayout pattern="heard %thread %logger%n"/></Console>
                        </Appenders>""")
                .replace("<Root level=\"all\">", "<Root level=\"all\"><AppenderRef ref=\"CONSOLE\"/>");
    }

    @Override
    protected String configurationOption(Path configuration) {
        return "-Dlog4j2.configurationFile=" + configuration;
    }

    @Override
    protected Class<?> application() {
        return BridgedApplication.class;
    }
}
