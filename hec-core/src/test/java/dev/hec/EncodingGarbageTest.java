package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Counts what encoding allocates. The JVM counts exactly for the current thread, so no collection and no other thread can
 * disturb the result. Warming up is for the writer's memory to grow and for classes to be loaded.
 */
class EncodingGarbageTest {

    private static final int EVENTS = 20_000;
    private static final long TIME = 1_795_426_538_104L;
    private static final EventDefaults DEFAULTS =
            new EventDefaults("web-1", "shop", "app", "main", Map.of("env", "prod"));

    private record Event(
            String message, String logger, String thread, Map<String, String> mdc, long number, boolean flag) {}

    private static final Event EVENT = new Event(
            "order 4711 accepted: \"grün\" 😀\n" + "x".repeat(600),
            "com.example.shop.OrderService",
            "http-nio-8080-exec-7",
            new HashMap<>(Map.of("user", "u4711", "trace_id", "4bf92f3577b34da6", "span_id", "00f067aa0ba902b7")),
            4711,
            true);

    private static void map(Event event, EventWriter out) {
        out.beginObject();
        out.field("message", event.message());
        out.field("severity", "INFO");
        out.field("logger", event.logger());
        out.field("thread", event.thread());
        out.beginObject("mdc");
        event.mdc().forEach(out.texts());
        out.endObject();
        out.claim("order.number", false);
        out.field("order.number", event.number());
        out.claim("express", false);
        out.field("express", event.flag());
        out.endObject();
    }

    private static double bytesPerEvent(Runnable encoding) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
        threads.setThreadAllocatedMemoryEnabled(true);
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < EVENTS; i++) {
            encoding.run();
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < EVENTS; i++) {
            encoding.run();
        }
        return (threads.getThreadAllocatedBytes(thread) - before) / (double) EVENTS;
    }

    @Test
    void encode_plainEvent_allocatesNothing() {
        WriterPool pool = new WriterPool(() -> new EventWriter(DEFAULTS));
        RecordEncoder encoder = new RecordEncoder(1_000_000);
        EventMapper<Event> mapper = EncodingGarbageTest::map;

        double bytes = bytesPerEvent(() -> {
            WriterPool.Desk desk = pool.take();
            encoder.encode(EVENT, mapper, TIME, desk.writer(), EventWriter.NO_ID);
            pool.giveBack(desk);
        });

        assertThat(bytes).isLessThan(1);
    }

    @Test
    void encode_withIdentity_allocatesNothing() {
        EventWriter writer = new EventWriter(DEFAULTS, "0123456789abcdef");
        RecordEncoder encoder = new RecordEncoder(1_000_000);
        EventMapper<Event> mapper = EncodingGarbageTest::map;
        long[] id = {0};

        double bytes = bytesPerEvent(() -> encoder.encode(EVENT, mapper, TIME, writer, id[0]++));

        assertThat(bytes).isLessThan(1);
    }

    @Test
    void value_textsAndWholeNumbers_allocateNothing() {
        EventWriter writer = new EventWriter(DEFAULTS);
        List<Object> values = List.of("text", 4_711_000, -1L, (short) 3, true);

        double bytes = bytesPerEvent(() -> {
            writer.begin(TIME, 1_000);
            writer.beginObject();
            for (int i = 0; i < values.size(); i++) {
                writer.value("k", values.get(i));
            }
            writer.endObject();
            writer.end();
        });

        assertThat(bytes).isLessThan(1);
    }

    @Test
    void bytesPerEvent_withGarbage_seesIt() {
        byte[][] kept = new byte[1][];

        assertThat(bytesPerEvent(() -> kept[0] = new byte[16])).isBetween(31.0, 33.0);
    }
}
