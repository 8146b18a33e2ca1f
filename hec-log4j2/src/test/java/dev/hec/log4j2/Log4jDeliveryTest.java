package dev.hec.log4j2;

import dev.hec.receiver.junit.DeliveryContract;
import dev.hec.testing.AppenderHost;
import java.nio.file.Path;
import java.util.Map;

/** The common contract of delivery, on Log4j2. */
class Log4jDeliveryTest extends DeliveryContract {

    @Override
    protected String xml(Map<String, String> options) {
        return Log4jXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }
}
