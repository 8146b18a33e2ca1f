package dev.hec.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.sun.management.ThreadMXBean;
import dev.hec.Admission;
import dev.hec.Diagnostics;
import dev.hec.HecClient;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.format.MessageTemplate;
import dev.hec.settings.HecConfig;
import dev.hec.telemetry.JfrEvents;
import dev.hec.time.Time;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.util.StringBuilderFormattable;

/**
 * Where the cost of a call goes: each layer alone, CPU time and bytes per event. The layers do not add up exactly, as the
 * compiler does better with some of them alone than in the middle of a call.
 */
public final class CostLayers {

    private static final int CALLS = 20_000;
    private static final int WARM_UP = 60;
    private static final int BATCHES = 41;
    private static final String TEMPLATE = "order {} accepted with {} items, delivery by express";
    private static final String FORMATTED = "order 4711-0815 accepted with 12345 items, delivery by express";
    private static final String LOGGER = "com.example.shop.orders.OrderService";
    private static final byte[] RECORD = new byte[420];

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StringBuilder builder = new StringBuilder(512);
    private final Map<String, String> context = new HashMap<>(
            Map.of("user", "u4711", "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "span_id", "00f067aa0ba902b7"));
    private final EventWriter writer = new EventWriter(new EventDefaults("web-1", "shop", "app", "main", Map.of()));
    private Object kept;

    private CostLayers() {}

    /** One layer, for the event of a number. */
    private interface Layer {
        void run(int number) throws Exception;
    }

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        new CostLayers().run();
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf("%-58s%12s%12s%n", "", "CPU ns", "bytes");
        logback();
        log4j();
        writer();
        buffer();
        client();
    }

    private void logback() throws Exception {
        LoggerContext host = new LoggerContext();
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        host.setMDCAdapter(mdc);
        context.forEach(mdc::put);
        Logger logger = host.getLogger(LOGGER);
        show("Logback: the event", n -> kept = event(logger, n));
        show(
                "Logback: the event, getFormattedMessage",
                n -> kept = event(logger, n).getFormattedMessage());
        show("Logback: the event, MessageTemplate", n -> {
            LoggingEvent event = event(logger, n);
            builder.setLength(0);
            MessageTemplate.append(builder, event.getMessage(), event.getArgumentArray());
            kept = builder;
        });
        show(
                "Logback: the event, getMDCPropertyMap",
                n -> kept = event(logger, n).getMDCPropertyMap());
        show("Logback: the event, getThreadName", n -> kept = event(logger, n).getThreadName());
        show(
                "Logback: the event, getLoggerContextVO",
                n -> kept = event(logger, n).getLoggerContextVO());
    }

    private static LoggingEvent event(Logger logger, int number) {
        return new LoggingEvent(
                Logger.class.getName(), logger, Level.INFO, TEMPLATE, null, new Object[] {"4711-0815", number});
    }

    private void log4j() throws Exception {
        ReusableMessageFactory messages = ReusableMessageFactory.INSTANCE;
        show("Log4j2: the message", n -> {
            var message = messages.newMessage(TEMPLATE, "4711-0815", n);
            ReusableMessageFactory.release(message);
        });
        show("Log4j2: the message, getFormattedMessage", n -> {
            var message = messages.newMessage(TEMPLATE, "4711-0815", n);
            kept = message.getFormattedMessage();
            ReusableMessageFactory.release(message);
        });
        show("Log4j2: the message, formatTo", n -> {
            var message = messages.newMessage(TEMPLATE, "4711-0815", n);
            builder.setLength(0);
            ((StringBuilderFormattable) message).formatTo(builder);
            ReusableMessageFactory.release(message);
        });
    }

    private void writer() throws Exception {
        show("EventWriter: begin, end", n -> {
            writer.begin(1_795_426_538_104L + n, 1_000_000);
            writer.beginObject();
            writer.endObject();
            writer.end();
        });
        show("EventWriter: the same, message", n -> {
            writer.begin(1_795_426_538_104L + n, 1_000_000);
            writer.beginObject();
            writer.field("message", FORMATTED);
            writer.endObject();
            writer.end();
        });
        show("EventWriter: the same, level, logger, thread", n -> {
            writer.begin(1_795_426_538_104L + n, 1_000_000);
            writer.beginObject();
            writer.field("message", FORMATTED);
            writer.field("severity", "INFO");
            writer.field("logger", LOGGER);
            writer.field("thread", "http-nio-8080-exec-7");
            writer.endObject();
            writer.end();
        });
        show("EventWriter: the same, context map", n -> {
            writer.begin(1_795_426_538_104L + n, 1_000_000);
            writer.beginObject();
            writer.field("message", FORMATTED);
            writer.field("severity", "INFO");
            writer.field("logger", LOGGER);
            writer.field("thread", "http-nio-8080-exec-7");
            writer.beginObject("mdc");
            context.forEach(writer.texts());
            writer.endObject();
            writer.endObject();
            writer.end();
        });
    }

    private void buffer() throws Exception {
        EventBuffer buffer = new EventBuffer(
                BufferLimits.onHeap(
                        64_000_000, 1_000_000, 10_000, Duration.ofMinutes(1).toNanos(), 0),
                Time.SYSTEM);
        Thread drain = new Thread(() -> {
            try {
                for (Batch batch = buffer.take(); batch != null; batch = buffer.take()) {
                    buffer.delivered(batch, batch.records());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        drain.start();
        show("EventBuffer.append, 420 bytes", n -> {
            if (buffer.append(RECORD, RECORD.length, System.currentTimeMillis(), Severity.INFO) != Admission.ADMITTED) {
                throw new IllegalStateException("the buffer is full");
            }
        });
        buffer.close();
        show("JfrEvents.watchAppend", n -> kept = JfrEvents.watchAppend());
    }

    private void client() throws Exception {
        DiscardingCollector collector = new DiscardingCollector();
        HecConfig config = new HecConfig();
        config.set("url", collector.url());
        config.set("token", "token");
        try (collector;
                HecClient client = HecClient.open("layers", config.parse(), Diagnostics.SILENT)) {
            show(
                    "HecClient.offer, an event of one word",
                    n -> client.offer(
                            "word", (event, out) -> out.string(event), 1_795_426_538_104L + n, Severity.INFO));
        }
    }

    private void show(String name, Layer layer) throws Exception {
        double[] nanos = new double[BATCHES];
        double[] bytes = new double[BATCHES];
        long thread = Thread.currentThread().getId();
        for (int i = -WARM_UP; i < BATCHES; i++) {
            long bytesBefore = threads.getThreadAllocatedBytes(thread);
            long nanosBefore = threads.getCurrentThreadCpuTime();
            for (int number = 0; number < CALLS; number++) {
                layer.run(number);
            }
            long nanosAfter = threads.getCurrentThreadCpuTime();
            long bytesAfter = threads.getThreadAllocatedBytes(thread);
            if (i >= 0) {
                nanos[i] = (nanosAfter - nanosBefore) / (double) CALLS;
                bytes[i] = (bytesAfter - bytesBefore) / (double) CALLS;
            }
        }
        System.out.printf("%-58s%12.0f%12.1f%n", name, CostProbe.median(nanos), CostProbe.median(bytes));
    }
}
