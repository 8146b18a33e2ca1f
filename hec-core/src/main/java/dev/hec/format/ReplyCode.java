package dev.hec.format;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The codes of a collector's JSON reply, with the HTTP status and the text they travel with.
 *
 * <p>Source: Splunk's HTTP Event Collector reference. The vendor's article documents no reply bodies, so a client may rely
 * on the HTTP status alone; where a code is present it only refines what the status already says.
 */
public enum ReplyCode {
    SUCCESS(0, 200, "Success"),
    TOKEN_DISABLED(1, 403, "Token disabled"),
    TOKEN_REQUIRED(2, 401, "Token is required"),
    INVALID_AUTHORIZATION(3, 401, "Invalid authorization"),
    INVALID_TOKEN(4, 403, "Invalid token"),
    NO_DATA(5, 400, "No data"),
    INVALID_DATA_FORMAT(6, 400, "Invalid data format"),
    INCORRECT_INDEX(7, 400, "Incorrect index"),
    INTERNAL_ERROR(8, 500, "Internal server error"),
    SERVER_BUSY(9, 503, "Server is busy"),
    CHANNEL_MISSING(10, 400, "Data channel is missing"),
    INVALID_CHANNEL(11, 400, "Invalid data channel"),
    EVENT_REQUIRED(12, 400, "Event field is required"),
    EVENT_BLANK(13, 400, "Event field cannot be blank"),
    ACK_DISABLED(14, 400, "ACK is disabled"),
    INDEXED_FIELDS(15, 400, "Error in handling indexed fields"),
    QUERY_AUTHORIZATION(16, 400, "Query string authorization is not enabled"),
    HEALTHY(17, 200, "HEC is healthy"),
    UNHEALTHY_QUEUES_FULL(18, 503, "HEC is unhealthy, queues are full"),
    SHUTTING_DOWN(23, 503, "Server is shutting down"),
    /** The data was accepted; the queue is nearly full. */
    QUEUE_NEARLY_FULL(24, 200, "HEC queue is approaching its capacity limit"),
    /** The data was accepted; the acknowledgement store is nearly full. */
    ACK_NEARLY_FULL(25, 200, "HEC ACK is approaching its capacity limit"),
    QUEUE_AT_CAPACITY(26, 429, "HEC queue is at capacity and cannot process any more requests"),
    ACK_AT_CAPACITY(27, 429, "HEC ACK channel is at capacity and cannot process any more requests");

    private static final Map<Integer, ReplyCode> BY_CODE = new HashMap<>();

    static {
        for (ReplyCode code : values()) {
            BY_CODE.put(code.code, code);
        }
    }

    private final int code;
    private final int status;
    private final String text;

    ReplyCode(int code, int status, String text) {
        this.code = code;
        this.status = status;
        this.text = text;
    }

    /** The number in the reply's {@code code} member. */
    public int code() {
        return code;
    }

    /** The HTTP status this code is sent with. */
    public int status() {
        return status;
    }

    /** Splunk's wording for this code. */
    public String text() {
        return text;
    }

    /** The constant for a number, or empty for a number not in this table. */
    public static Optional<ReplyCode> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
