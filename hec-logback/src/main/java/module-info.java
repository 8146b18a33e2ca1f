/** Logback appender that delivers to an HTTP Event Collector. */
module dev.hec.logback {
    requires transitive ch.qos.logback.classic;
    requires transitive ch.qos.logback.core;
    requires transitive dev.hec.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.hec.logback;
}
