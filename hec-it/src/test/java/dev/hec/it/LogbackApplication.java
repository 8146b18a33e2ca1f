package dev.hec.it;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.logback.HecAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;

/** An application that logs through Logback. */
final class LogbackApplication implements Application {

    private static final String XML = """
            <configuration>
              <appender name="HEC" class="dev.hec.logback.HecAppender">
                <url>%s</url>
                <token>%s</token>
                <source>it</source>
                <linger>100ms</linger>
                <retryMax>500ms</retryMax>
                <parkInterval>500ms</parkInterval>
                <drainTimeout>500ms</drainTimeout>
                <fields>framework=LOGBACK</fields>
              </appender>
              <root level="INFO"><appender-ref ref="HEC"/></root>
            </configuration>
            """;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger;
    private final HecAppender appender;

    LogbackApplication(URI receiver, String token) throws Exception {
        context.setMDCAdapter(new BasicMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                new ByteArrayInputStream(XML.formatted(receiver, token).getBytes(StandardCharsets.UTF_8)));
        logger = context.getLogger("shop.Orders");
        appender = (HecAppender) context.getLogger("ROOT").getAppender("HEC");
    }

    @Override
    public void log(int n) {
        logger.atInfo().addKeyValue("n", n).log("order {} accepted", n);
    }

    @Override
    @SuppressWarnings("deprecation") // references between markers are discouraged, but still arrive
    public void logEverything() {
        BasicMarkerFactory markers = new BasicMarkerFactory();
        Marker audit = markers.getMarker("AUDIT");
        audit.add(markers.getMarker("SECURITY"));
        context.getMDCAdapter().put("user", "u1");
        logger.atError()
                .addMarker(audit)
                .addKeyValue("order_id", 7)
                .setCause(new IllegalStateException("card declined", new IOException("bank away")))
                .log("payment of {} failed", "7.50");
        context.getMDCAdapter().clear();
    }

    @Override
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return appender.flush(timeout);
    }

    @Override
    public Tally tally() {
        return appender.tally();
    }

    @Override
    public String status() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .map(Status::getMessage)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        context.stop();
    }
}
