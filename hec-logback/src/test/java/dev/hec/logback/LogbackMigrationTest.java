package dev.hec.logback;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.MigrationContract;
import java.nio.file.Path;
import java.util.Map;

/** Configurations for the old library, on Logback. */
class LogbackMigrationTest extends MigrationContract {

    @Override
    protected String framework() {
        return "logback";
    }

    @Override
    protected String oldName() {
        return "com.splunk.logging.HttpEventCollectorLogbackAppender";
    }

    @Override
    protected String newName() {
        return "dev.hec.logback.HecAppender";
    }

    @Override
    protected String xml(Map<String, String> options) {
        return LogbackXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    @Override
    protected String information() {
        return "INFO in";
    }
}
