package dev.hec.benchmarks.delivery;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import dev.hec.logback.HecAppender;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logback in the context that SLF4J uses, since some peers look for it there. */
final class LogbackTarget implements Target {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger;
    private final Appender<ILoggingEvent> appender;
    private final @Nullable SdkLoggerProvider otlp;

    LogbackTarget(Candidate candidate) throws Exception {
        context.reset();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.matches("url|file|directory|linesPort"))
                .forEach(name -> context.putProperty(name, System.getProperty(name)));
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogbackTarget.class.getResource(candidate.resource())));
        logger = LoggerFactory.getLogger("com.example.shop.orders.OrderService");
        appender = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("A");
        otlp = appender instanceof OpenTelemetryAppender ? otlp() : null;
        if (!appender.isStarted()) {
            throw new IllegalStateException(
                    candidate + " did not start: " + context.getStatusManager().getCopyOfStatusList());
        }
    }

    /** The exporter as its documentation shows it, with batches and a queue as large as it takes. */
    private static SdkLoggerProvider otlp() {
        SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(OtlpHttpLogRecordExporter.builder()
                                .setEndpoint(System.getProperty("url") + "/v1/logs")
                                .setCompression("gzip")
                                .build())
                        .setMaxExportBatchSize(4096)
                        .setMaxQueueSize(262_144)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .build())
                .build();
        OpenTelemetryAppender.install(
                OpenTelemetrySdk.builder().setLoggerProvider(provider).build());
        return provider;
    }

    @Override
    public void enter() {
        MDC.put("user", "u4711");
        MDC.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        MDC.put("span_id", "00f067aa0ba902b7");
    }

    @Override
    public void log(String order, Integer count, String mark) {
        logger.info("order {} accepted with {} items, delivery by express {}", order, count, mark);
    }

    @Override
    public void flush(Duration timeout) throws Exception {
        if (appender instanceof HecAppender hec) {
            hec.flush(timeout);
        } else if (appender instanceof FileAppender<ILoggingEvent> file) {
            file.getOutputStream().flush();
        } else if (otlp != null) {
            otlp.forceFlush().join(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        context.stop();
        if (otlp != null) {
            otlp.close();
        }
    }
}
