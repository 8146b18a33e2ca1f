package dev.hec.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.hec.settings.HecConfig;
import dev.hec.settings.SplunkName;

/**
 * What {@link HecAppender} takes from a {@code logback.xml} that was written for splunk-library-javalogging: a setter for
 * each row of {@link SplunkName} that has no setting of the same name, as Logback looks for setters. Not thread-safe.
 *
 * <p>In a new configuration use the settings, which the other classes of this hierarchy have.
 */
@SuppressWarnings("MemberName") // these names are given
public abstract class SplunkSettings extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final HecConfig config = new HecConfig();

    SplunkSettings() {}

    final HecConfig config() {
        return config;
    }

    /** Taken as {@link SplunkName#ALL} says for {@code batch_size_bytes}. */
    public void setBatch_size_bytes(String text) {
        config.set("batch_size_bytes", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code batch_size_count}. */
    public void setBatch_size_count(String text) {
        config.set("batch_size_count", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code batch_interval}. */
    public void setBatch_interval(String text) {
        config.set("batch_interval", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code retries_on_error}. */
    public void setRetries_on_error(String text) {
        config.set("retries_on_error", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code send_mode}. */
    public void setSend_mode(String text) {
        config.set("send_mode", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code type}. */
    public void setType(String text) {
        config.set("type", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code messageFormat}. */
    public void setMessageFormat(String text) {
        config.set("messageFormat", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code connect_timeout}. */
    public void setConnect_timeout(String text) {
        config.set("connect_timeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code callTimeout}. */
    public void setCallTimeout(String text) {
        config.set("callTimeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code call_timeout}. */
    public void setCall_timeout(String text) {
        config.set("call_timeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code readTimeout}. */
    public void setReadTimeout(String text) {
        config.set("readTimeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code read_timeout}. */
    public void setRead_timeout(String text) {
        config.set("read_timeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code writeTimeout}. */
    public void setWriteTimeout(String text) {
        config.set("writeTimeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code write_timeout}. */
    public void setWrite_timeout(String text) {
        config.set("write_timeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code terminationTimeout}. */
    public void setTerminationTimeout(String text) {
        config.set("terminationTimeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code termination_timeout}. */
    public void setTermination_timeout(String text) {
        config.set("termination_timeout", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code includeLoggerName}. */
    public void setIncludeLoggerName(String text) {
        config.set("includeLoggerName", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code includeThreadName}. */
    public void setIncludeThreadName(String text) {
        config.set("includeThreadName", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code includeMDC}. */
    public void setIncludeMDC(String text) {
        config.set("includeMDC", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code includeException}. */
    public void setIncludeException(String text) {
        config.set("includeException", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code includeMarker}. */
    public void setIncludeMarker(String text) {
        config.set("includeMarker", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code disableCertificateValidation}. */
    public void setDisableCertificateValidation(String text) {
        config.set("disableCertificateValidation", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code middleware}. */
    public void setMiddleware(String text) {
        config.set("middleware", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code eventBodySerializer}. */
    public void setEventBodySerializer(String text) {
        config.set("eventBodySerializer", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code eventHeaderSerializer}. */
    public void setEventHeaderSerializer(String text) {
        config.set("eventHeaderSerializer", text);
    }

    /** Taken as {@link SplunkName#ALL} says for {@code errorCallback}. */
    public void setErrorCallback(String text) {
        config.set("errorCallback", text);
    }
}
