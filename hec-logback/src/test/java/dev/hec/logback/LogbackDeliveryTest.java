package dev.hec.logback;

import dev.hec.receiver.junit.DeliveryContract;
import dev.hec.testing.AppenderHost;
import java.nio.file.Path;
import java.util.Map;

/** The common contract of delivery, on Logback. */
class LogbackDeliveryTest extends DeliveryContract {

    @Override
    protected String xml(Map<String, String> options) {
        return LogbackXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }
}
