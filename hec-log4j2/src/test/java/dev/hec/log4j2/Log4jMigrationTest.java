package dev.hec.log4j2;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.MigrationContract;
import java.nio.file.Path;
import java.util.Map;

/** Configurations for the old library, on Log4j2. */
class Log4jMigrationTest extends MigrationContract {

    @Override
    protected String framework() {
        return "log4j2";
    }

    @Override
    protected String oldName() {
        return "SplunkHttp";
    }

    @Override
    protected String newName() {
        return "Hec";
    }

    @Override
    protected String xml(Map<String, String> options) {
        return Log4jXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }

    @Override
    protected String information() {
        return "INFO Appender";
    }
}
