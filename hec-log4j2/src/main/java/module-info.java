/** Log4j2 appender that delivers to an HTTP Event Collector. */
@SuppressWarnings("module") // the digit belongs to the name of the product
module dev.hec.log4j2 {
    requires transitive dev.hec.core;
    requires transitive org.apache.logging.log4j;
    requires transitive org.apache.logging.log4j.core;
    requires static org.jspecify;

    exports dev.hec.log4j2;

    // Log4j fills the private fields of the builder.
    opens dev.hec.log4j2 to
            org.apache.logging.log4j.core;
}
