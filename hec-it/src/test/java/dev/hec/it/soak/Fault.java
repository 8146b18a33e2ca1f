package dev.hec.it.soak;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link FaultyRelay} does to the requests of a while. */
public enum Fault {
    NONE,
    /** Nobody listens; connections that were open are reset. */
    REFUSE,
    RESET_BEFORE_BODY,
    RESET_AFTER_BODY,
    /** The receiver has stored the events, and nobody hears of it. */
    LOSE_REPLY,
    /** The same, in the middle of the reply. */
    CUT_REPLY,
    /** Everything is read and nothing answered. */
    HANG,
    /** The same, but the events reach the receiver after the client has given up. */
    STORE_LATE,
    /** Nothing is read, and the connection stays open. */
    HALF_OPEN,
    SLOW_READ,
    SLOW_REPLY,
    /** An answer that is no HTTP. */
    GARBAGE,
    BUSY_FOR_SECONDS(429, "{\"text\":\"Too many requests\",\"code\":429}"),
    BUSY_UNTIL_DATE(429, "{\"text\":\"Too many requests\",\"code\":429}"),
    BUSY(503, "{\"text\":\"Server is busy\",\"code\":9}"),
    INTERNAL_ERROR(500, "{\"text\":\"Internal server error\",\"code\":8}"),
    BAD_GATEWAY(502, "<html>Bad gateway</html>"),
    GATEWAY_TIMEOUT(504, ""),
    UNAUTHORIZED(401, "{\"text\":\"Token is required\",\"code\":2}"),
    FORBIDDEN(403, "{\"text\":\"Invalid token\",\"code\":4}"),
    NOT_FOUND(404, "<html>Not found</html>"),
    /** Once in a while only, and never where the events may have been stored: see {@link FaultyRelay}. */
    TOO_LARGE(413, "{\"text\":\"Payload too large\",\"code\":413}");

    private static final Duration BUSY_TIME = Duration.ofSeconds(1);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final int status;
    private final String body;

    Fault() {
        this(0, "");
    }

    Fault(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /** What is answered in place of the receiver; null if the fault is of another kind. */
    @Nullable
    String reply() {
        return status == 0 ? null : reply(status, body, retryAfter());
    }

    private String retryAfter() {
        return switch (this) {
            case BUSY_FOR_SECONDS -> "Retry-After: " + BUSY_TIME.toSeconds() + "\r\n";
            case BUSY_UNTIL_DATE ->
                "Retry-After: "
                        + HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC).plus(BUSY_TIME)) + "\r\n";
            default -> "";
        };
    }

    public static String reply(int status, String body, String headers) {
        return "HTTP/1.1 " + status + " So\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
