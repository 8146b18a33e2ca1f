package dev.hec.benchmarks.speed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Events as a shop's services would log them: about 500 bytes, eight fields, texts of several kinds, values that repeat and
 * values that do not. The event of a number is always the same, so that every program of a run indexes the same ones, and a search
 * can be checked by counting. Events come 10 ms of log time apart, whatever the speed of the run. Confined to one thread.
 */
final class SampleEvents {

    /** Time of event 0, in milliseconds since 1970. */
    static final long FIRST_MILLIS = 1_795_000_000_000L;
    /** Log time between two events. */
    static final long STEP_MILLIS = 10;
    /** They take turns. */
    static final int HOSTS = 20;

    private static final String[] LEVELS = {"DEBUG", "INFO", "INFO", "INFO", "INFO", "INFO", "WARN", "ERROR"};
    private static final String[] LOGGERS = {
        "com.example.shop.orders.OrderService",
        "com.example.shop.payment.PaymentGateway",
        "com.example.shop.stock.StockKeeper",
        "com.example.web.AccessFilter",
        "com.example.mail.MailQueue"
    };
    private static final String[] PATHS = {
        "/api/v1/orders/%d/items", "/api/v1/customers/%d", "/checkout/%d/confirm", "/static/img/%d.webp"
    };
    private static final String[] WORDS = {
        "order",
        "accepted",
        "delivery",
        "express",
        "customer",
        "payment",
        "refused",
        "timeout",
        "connection",
        "retry",
        "upstream",
        "stock",
        "reserved",
        "released",
        "invoice",
        "sent",
        "mail",
        "queue",
        "depth",
        "slow",
        "query",
        "took",
        "longer",
        "than",
        "expected",
        "cache",
        "miss",
        "for",
        "key",
        "after",
        "attempt",
        "by",
        "worker",
        "session",
        "expired",
        "token",
        "renewed",
        "disk",
        "full",
        "cleanup",
        "finished",
        "with",
        "rows",
        "affected"
    };

    private final StringBuilder json = new StringBuilder(640);

    /** Appends the event of a number as one envelope. */
    byte[] envelope(long number) {
        json.setLength(0);
        long millis = FIRST_MILLIS + number * STEP_MILLIS;
        json.append("{\"time\":").append(millis / 1000).append('.');
        int rest = (int) (millis % 1000);
        json.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
        json.append(",\"host\":\"web-").append(number % HOSTS).append("\",\"sourcetype\":\"shop\",\"event\":");
        event(number);
        json.append("}\n");
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void event(long number) {
        SplittableRandom random = new SplittableRandom(number);
        json.append("{\"message\":\"");
        int words = 16 + random.nextInt(16);
        for (int i = 0; i < words; i++) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(i % 7 == 6 ? ", " : " ");
            if (i == 3 || i == 11) {
                json.append(random.nextInt(1_000_000)).append(' ');
            }
        }
        json.append("of customer c").append(random.nextInt(200_000)).append('"');
        text("level", LEVELS[random.nextInt(LEVELS.length)]);
        text("logger", LOGGERS[random.nextInt(LOGGERS.length)]);
        text("thread", "http-nio-8080-exec-" + random.nextInt(64));
        text("path", PATHS[random.nextInt(PATHS.length)].formatted(random.nextInt(500_000)));
        json.append(",\"status\":").append(random.nextInt(20) == 0 ? 500 : 200);
        json.append(",\"duration\":").append(random.nextInt(2_000)).append('.').append(random.nextInt(1, 10));
        text("trace", hex(random.nextLong()) + hex(random.nextLong()));
        json.append(",\"number\":").append(number).append('}');
    }

    private void text(String name, String value) {
        json.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** Envelopes one after another, as many as fit. */
    final class Batch {

        private final byte[] bytes;
        private int size;
        private int count;

        Batch(int capacity) {
            bytes = new byte[capacity];
        }

        /** Fills it with events from {@code first} up to but not including {@code end}. */
        void fill(long first, long end) {
            size = 0;
            count = 0;
            for (long number = first; number < end; number++) {
                byte[] envelope = envelope(number);
                if (size + envelope.length > bytes.length) {
                    return;
                }
                System.arraycopy(envelope, 0, bytes, size, envelope.length);
                size += envelope.length;
                count++;
            }
        }

        int count() {
            return count;
        }

        byte[] content() {
            return Arrays.copyOf(bytes, size);
        }
    }
}
