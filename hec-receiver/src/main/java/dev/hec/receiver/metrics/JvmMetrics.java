package dev.hec.receiver.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What Java itself tells: of the whole JVM, also where that is a container with other applications. Stateless. */
public final class JvmMetrics {

    private static final double MILLIS_PER_SECOND = 1000;

    private JvmMetrics() {}

    /** The rows. */
    public static List<Metric> rows() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        return List.of(
                Metric.gauges(
                        "jvm_memory_used_bytes",
                        "Memory in use, on the heap and beside it",
                        "area",
                        () -> Map.of(
                                "heap", memory.getHeapMemoryUsage().getUsed(),
                                "nonheap", memory.getNonHeapMemoryUsage().getUsed())),
                Metric.gauge(
                        "jvm_memory_max_bytes",
                        "The most that the heap may grow to",
                        () -> Runtime.getRuntime().maxMemory()),
                Metric.counters(
                        "jvm_gc_collections_total",
                        "Garbage collections",
                        "gc",
                        () -> collectors(GarbageCollectorMXBean::getCollectionCount, 1)),
                Metric.counters(
                        "jvm_gc_seconds_total",
                        "Time that garbage collections took",
                        "gc",
                        () -> collectors(GarbageCollectorMXBean::getCollectionTime, MILLIS_PER_SECOND)),
                Metric.gauge("jvm_threads_current", "Threads that live", threads::getThreadCount),
                Metric.gauge(
                        "process_start_time_seconds",
                        "When the JVM was started, in seconds since 1970",
                        () -> runtime.getStartTime() / MILLIS_PER_SECOND),
                Metric.gauge(
                        "process_uptime_seconds",
                        "How long the JVM has been running",
                        () -> runtime.getUptime() / MILLIS_PER_SECOND));
    }

    private static Map<String, Double> collectors(ToLongFunction<GarbageCollectorMXBean> value, double divisor) {
        Map<String, Double> values = new TreeMap<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            values.put(collector.getName(), value.applyAsLong(collector) / divisor);
        }
        return values;
    }
}
