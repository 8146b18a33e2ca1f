/** Delivery of log events to an HTTP Event Collector. */
module dev.hec.core {
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.hec;
    exports dev.hec.codec;
    exports dev.hec.format;
    exports dev.hec.settings;

    uses dev.hec.TokenProvider;
}
