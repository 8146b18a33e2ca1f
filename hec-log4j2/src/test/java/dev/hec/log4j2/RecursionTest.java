package dev.hec.log4j2;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.RecursionContract;
import java.nio.file.Path;
import java.util.Map;

/** The contract about recursion, on Log4j, which has a guard of its own. */
class RecursionTest extends RecursionContract {

    @Override
    protected String xml(Map<String, String> options) {
        return Log4jXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }
}
