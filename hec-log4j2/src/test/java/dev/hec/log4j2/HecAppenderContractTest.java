package dev.hec.log4j2;

import dev.hec.testing.AppenderContract;
import dev.hec.testing.AppenderHost;
import java.nio.file.Path;
import java.util.Map;

/** The common contract, on Log4j2. */
class HecAppenderContractTest extends AppenderContract {

    @Override
    protected String xml(Map<String, String> options, Map<String, String> fields) {
        return Log4jXml.of(options, fields);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }

    @Override
    protected String systemProperty(String name) {
        return "${sys:" + name + "}";
    }

    @Override
    protected String environmentVariable(String name) {
        return "${env:" + name + "}";
    }

    @Override
    protected String configurationOption(Path configuration) {
        return "-Dlog4j2.configurationFile=" + configuration;
    }

    @Override
    protected Class<?> application() {
        return GoodbyeApplication.class;
    }

    @Override
    protected String unknownOption(String name) {
        return "contains an invalid element or attribute \"" + name + "\"";
    }
}
