package dev.hec.receiver.ingest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a path of the collector is for, and which methods it answers. Paths are case-sensitive. */
enum Endpoint {
    EVENT("POST,OPTIONS"),
    RAW("POST,OPTIONS"),
    ACK("POST,OPTIONS"),
    HEALTH("GET,HEAD,OPTIONS");

    private static final Map<String, Endpoint> BY_PATH = Map.of(
            "/services/collector", EVENT,
            "/services/collector/event", EVENT,
            "/services/collector/event/1.0", EVENT,
            "/services/collector/raw", RAW,
            "/services/collector/raw/1.0", RAW,
            "/services/collector/ack", ACK,
            "/services/collector/health", HEALTH,
            "/services/collector/health/1.0", HEALTH);

    private final String allow;

    Endpoint(String allow) {
        this.allow = allow;
    }

    static Set<String> paths() {
        return BY_PATH.keySet();
    }

    static Optional<Endpoint> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    boolean answers(String method) {
        return ("," + allow + ",").contains("," + method + ",");
    }

    /** The value of the {@code Allow} header. */
    String allow() {
        return allow;
    }
}
