package dev.hec.logback;

import dev.hec.testing.AppenderContract;
import dev.hec.testing.AppenderHost;
import java.nio.file.Path;
import java.util.Map;

/** The common contract, on Logback. */
class HecAppenderContractTest extends AppenderContract {

    @Override
    protected String xml(Map<String, String> options, Map<String, String> fields) {
        return LogbackXml.of(options, fields);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    @Override
    protected String systemProperty(String name) {
        return "${" + name + "}";
    }

    @Override
    protected String environmentVariable(String name) {
        return "${" + name + "}";
    }

    @Override
    protected String configurationOption(Path configuration) {
        return "-Dlogback.configurationFile=" + configuration;
    }

    @Override
    protected Class<?> application() {
        return GoodbyeApplication.class;
    }

    @Override
    protected String unknownOption(String name) {
        return "Ignoring unknown property [" + name + "]";
    }
}
