package dev.hec.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.settings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HecAppender} takes from {@code logback.xml}: a setter for each row of {@link HecSetting}, as Logback looks for
 * setters. Texts are kept as they are and checked together when the appender starts.
 *
 * <p>Logback takes the first letter of an element in either case, the others as written here. An element without a setter is
 * ignored with a warning that names it. Not thread-safe; what is set takes effect with the next start.
 */
public abstract class HecAppenderSettings extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final HecConfig config = new HecConfig();

    HecAppenderSettings() {}

    final HecConfig config() {
        return config;
    }

    private void set(Setting<?> setting, @Nullable String text) {
        config.set(setting.name(), text);
    }

    /** See {@link HecSetting#URL}. */
    public void setUrl(String url) {
        set(HecSetting.URL, url);
    }

    /** See {@link HecSetting#TOKEN}. */
    public void setToken(String token) {
        set(HecSetting.TOKEN, token);
    }

    /** See {@link HecSetting#TOKEN_FILE}. */
    public void setTokenFile(String tokenFile) {
        set(HecSetting.TOKEN_FILE, tokenFile);
    }

    /** See {@link HecSetting#AUTH_SCHEME}. */
    public void setAuthScheme(String authScheme) {
        set(HecSetting.AUTH_SCHEME, authScheme);
    }

    /** See {@link HecSetting#ALLOW_PLAIN_HTTP}. */
    public void setAllowPlainHttp(String allowPlainHttp) {
        set(HecSetting.ALLOW_PLAIN_HTTP, allowPlainHttp);
    }

    /** See {@link HecSetting#HOST}. */
    public void setHost(String host) {
        set(HecSetting.HOST, host);
    }

    /** See {@link HecSetting#SOURCE}. */
    public void setSource(String source) {
        set(HecSetting.SOURCE, source);
    }

    /** See {@link HecSetting#SOURCETYPE}. */
    public void setSourcetype(String sourcetype) {
        set(HecSetting.SOURCETYPE, sourcetype);
    }

    /** See {@link HecSetting#INDEX}. */
    public void setIndex(String index) {
        set(HecSetting.INDEX, index);
    }

    /** See {@link HecSetting#FIELDS}. */
    public void setFields(String fields) {
        set(HecSetting.FIELDS, fields);
    }

    /** See {@link HecSetting#BATCH_BYTES}. */
    public void setBatchBytes(String batchBytes) {
        set(HecSetting.BATCH_BYTES, batchBytes);
    }

    /** See {@link HecSetting#BATCH_EVENTS}. */
    public void setBatchEvents(String batchEvents) {
        set(HecSetting.BATCH_EVENTS, batchEvents);
    }

    /** See {@link HecSetting#LINGER}. */
    public void setLinger(String linger) {
        set(HecSetting.LINGER, linger);
    }

    /** See {@link HecSetting#BUFFER_BYTES}. */
    public void setBufferBytes(String bufferBytes) {
        set(HecSetting.BUFFER_BYTES, bufferBytes);
    }

    /** See {@link HecSetting#OVERFLOW}. */
    public void setOverflow(String overflow) {
        set(HecSetting.OVERFLOW, overflow);
    }

    /** See {@link HecSetting#MAX_BLOCK}. */
    public void setMaxBlock(String maxBlock) {
        set(HecSetting.MAX_BLOCK, maxBlock);
    }

    /** See {@link HecSetting#COMPRESSION}. */
    public void setCompression(String compression) {
        set(HecSetting.COMPRESSION, compression);
    }

    /** See {@link HecSetting#COMPRESSION_LEVEL}. */
    public void setCompressionLevel(String compressionLevel) {
        set(HecSetting.COMPRESSION_LEVEL, compressionLevel);
    }

    /** See {@link HecSetting#MAX_IN_FLIGHT}. */
    public void setMaxInFlight(String maxInFlight) {
        set(HecSetting.MAX_IN_FLIGHT, maxInFlight);
    }

    /** See {@link HecSetting#CONNECT_TIMEOUT}. */
    public void setConnectTimeout(String connectTimeout) {
        set(HecSetting.CONNECT_TIMEOUT, connectTimeout);
    }

    /** See {@link HecSetting#REQUEST_TIMEOUT}. */
    public void setRequestTimeout(String requestTimeout) {
        set(HecSetting.REQUEST_TIMEOUT, requestTimeout);
    }

    /** See {@link HecSetting#RETRY_FOR}. */
    public void setRetryFor(String retryFor) {
        set(HecSetting.RETRY_FOR, retryFor);
    }

    /** See {@link HecSetting#RETRY_INITIAL}. */
    public void setRetryInitial(String retryInitial) {
        set(HecSetting.RETRY_INITIAL, retryInitial);
    }

    /** See {@link HecSetting#RETRY_MAX}. */
    public void setRetryMax(String retryMax) {
        set(HecSetting.RETRY_MAX, retryMax);
    }

    /** See {@link HecSetting#MAX_PAUSE}. */
    public void setMaxPause(String maxPause) {
        set(HecSetting.MAX_PAUSE, maxPause);
    }

    /** See {@link HecSetting#PARK_INTERVAL}. */
    public void setParkInterval(String parkInterval) {
        set(HecSetting.PARK_INTERVAL, parkInterval);
    }

    /** See {@link HecSetting#DRAIN_TIMEOUT}. */
    public void setDrainTimeout(String drainTimeout) {
        set(HecSetting.DRAIN_TIMEOUT, drainTimeout);
    }
}
