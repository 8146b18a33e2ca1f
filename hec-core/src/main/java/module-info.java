/**
 * Delivery of log events to an HTTP Event Collector.
 *
 * <p>The modules {@code java.management}, {@code jdk.jfr} and {@code micrometer.core} are used where the application has
 * them.
 */
module dev.hec.core {
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires java.net.http;
    requires static java.management;
    requires static jdk.jfr;
    requires static micrometer.core;
    requires static org.jspecify;

    exports dev.hec;
    exports dev.hec.codec;
    exports dev.hec.event;
    exports dev.hec.format;
    exports dev.hec.micrometer;
    exports dev.hec.settings;

    uses dev.hec.TokenProvider;
}
