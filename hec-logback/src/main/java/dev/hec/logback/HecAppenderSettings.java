package dev.hec.logback;

import dev.hec.settings.HecSetting;

/**
 * What {@link HecAppender} takes from {@code logback.xml} about delivery: a setter for each row of {@link HecSetting}, as
 * Logback looks for setters. Not thread-safe; what is set takes effect with the next start.
 */
public abstract class HecAppenderSettings extends HecEventSettings {

    HecAppenderSettings() {}

    /** See {@link HecSetting#URL}. */
    public void setUrl(String url) {
        set(HecSetting.URL, url);
    }

    /** See {@link HecSetting#URL_STRATEGY}. */
    public void setUrlStrategy(String urlStrategy) {
        set(HecSetting.URL_STRATEGY, urlStrategy);
    }

    /** See {@link HecSetting#MODE}. */
    public void setMode(String mode) {
        set(HecSetting.MODE, mode);
    }

    /** See {@link HecSetting#TOKEN}. */
    public void setToken(String token) {
        set(HecSetting.TOKEN, token);
    }

    /** See {@link HecSetting#TOKEN_FILE}. */
    public void setTokenFile(String tokenFile) {
        set(HecSetting.TOKEN_FILE, tokenFile);
    }

    /** See {@link HecSetting#TOKEN_ENV}. */
    public void setTokenEnv(String tokenEnv) {
        set(HecSetting.TOKEN_ENV, tokenEnv);
    }

    /** See {@link HecSetting#TOKEN_PROVIDER}. */
    public void setTokenProvider(String tokenProvider) {
        set(HecSetting.TOKEN_PROVIDER, tokenProvider);
    }

    /** See {@link HecSetting#AUTH_SCHEME}. */
    public void setAuthScheme(String authScheme) {
        set(HecSetting.AUTH_SCHEME, authScheme);
    }

    /** See {@link HecSetting#ALLOW_PLAIN_HTTP}. */
    public void setAllowPlainHttp(String allowPlainHttp) {
        set(HecSetting.ALLOW_PLAIN_HTTP, allowPlainHttp);
    }

    /** See {@link HecSetting#HEADERS}. */
    public void setHeaders(String headers) {
        set(HecSetting.HEADERS, headers);
    }

    /** See {@link HecSetting#HTTP_VERSION}. */
    public void setHttpVersion(String httpVersion) {
        set(HecSetting.HTTP_VERSION, httpVersion);
    }

    /** See {@link HecSetting#PROXY}. */
    public void setProxy(String proxy) {
        set(HecSetting.PROXY, proxy);
    }

    /** See {@link HecSetting#PROXY_USER}. */
    public void setProxyUser(String proxyUser) {
        set(HecSetting.PROXY_USER, proxyUser);
    }

    /** See {@link HecSetting#PROXY_PASSWORD}. */
    public void setProxyPassword(String proxyPassword) {
        set(HecSetting.PROXY_PASSWORD, proxyPassword);
    }

    /** See {@link HecSetting#TLS_TRUST}. */
    public void setTlsTrust(String tlsTrust) {
        set(HecSetting.TLS_TRUST, tlsTrust);
    }

    /** See {@link HecSetting#TLS_TRUST_PASSWORD}. */
    public void setTlsTrustPassword(String tlsTrustPassword) {
        set(HecSetting.TLS_TRUST_PASSWORD, tlsTrustPassword);
    }

    /** See {@link HecSetting#TLS_KEY}. */
    public void setTlsKey(String tlsKey) {
        set(HecSetting.TLS_KEY, tlsKey);
    }

    /** See {@link HecSetting#TLS_KEY_PASSWORD}. */
    public void setTlsKeyPassword(String tlsKeyPassword) {
        set(HecSetting.TLS_KEY_PASSWORD, tlsKeyPassword);
    }

    /** See {@link HecSetting#TLS_PINS}. */
    public void setTlsPins(String tlsPins) {
        set(HecSetting.TLS_PINS, tlsPins);
    }

    /** See {@link HecSetting#ACK}. */
    public void setAck(String ack) {
        set(HecSetting.ACK, ack);
    }

    /** See {@link HecSetting#ACK_TIMEOUT}. */
    public void setAckTimeout(String ackTimeout) {
        set(HecSetting.ACK_TIMEOUT, ackTimeout);
    }

    /** See {@link HecSetting#ACK_INTERVAL}. */
    public void setAckInterval(String ackInterval) {
        set(HecSetting.ACK_INTERVAL, ackInterval);
    }

    /** See {@link HecSetting#CHANNEL}. */
    public void setChannel(String channel) {
        set(HecSetting.CHANNEL, channel);
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

    /** See {@link HecSetting#EVENT_ID}. */
    public void setEventId(String eventId) {
        set(HecSetting.EVENT_ID, eventId);
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

    /** See {@link HecSetting#SPOOL_DIR}. */
    public void setSpoolDir(String spoolDir) {
        set(HecSetting.SPOOL_DIR, spoolDir);
    }

    /** See {@link HecSetting#SPOOL_BYTES}. */
    public void setSpoolBytes(String spoolBytes) {
        set(HecSetting.SPOOL_BYTES, spoolBytes);
    }

    /** See {@link HecSetting#FSYNC}. */
    public void setFsync(String fsync) {
        set(HecSetting.FSYNC, fsync);
    }

    /** See {@link HecSetting#DEAD_LETTER_DIR}. */
    public void setDeadLetterDir(String deadLetterDir) {
        set(HecSetting.DEAD_LETTER_DIR, deadLetterDir);
    }

    /** See {@link HecSetting#DEAD_LETTER_BYTES}. */
    public void setDeadLetterBytes(String deadLetterBytes) {
        set(HecSetting.DEAD_LETTER_BYTES, deadLetterBytes);
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

    /** See {@link HecSetting#REQUESTS_PER_SECOND}. */
    public void setRequestsPerSecond(String requestsPerSecond) {
        set(HecSetting.REQUESTS_PER_SECOND, requestsPerSecond);
    }

    /** See {@link HecSetting#BYTES_PER_SECOND}. */
    public void setBytesPerSecond(String bytesPerSecond) {
        set(HecSetting.BYTES_PER_SECOND, bytesPerSecond);
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
