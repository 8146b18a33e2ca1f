package dev.hec.receiver.accesslog;

import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a request reads in the access log: the "combined" line of web servers, and behind it the seconds it took, the bytes of its
 * body, and the events that were stored. Stateless.
 *
 * <p>What comes from the network cannot break a line or a quoted text, is bounded, and does not show what is a secret by its name.
 */
final class AccessLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int LONGEST_TARGET = 2048;
    private static final int LONGEST_HEADER = 256;
    private static final int LONGEST_NAME = 64;

    private static final Set<String> SECRET_WORDS = Set.of("token", "secret", "password", "authorization", "apikey");

    private AccessLine() {}

    /** The line, without its end. */
    static String of(Exchange exchange, Instant time) {
        StringBuilder line = new StringBuilder(256);
        word(exchange.remoteAddress(), line);
        line.append(" - ");
        word(exchange.sender(), line);
        line.append(" [");
        TIME.formatTo(time, line);
        line.append("] \"");
        escape(exchange.method(), LONGEST_NAME, line);
        line.append(' ');
        escape(target(exchange), LONGEST_TARGET, line);
        line.append(' ');
        escape(exchange.protocol(), LONGEST_NAME, line);
        line.append("\" ").append(exchange.status()).append(' ').append(exchange.sentBytes());
        line.append(" \"");
        escape(withoutQuery(exchange.referer()), LONGEST_HEADER, line);
        line.append("\" \"");
        escape(orDash(exchange.agent()), LONGEST_HEADER, line);
        line.append("\" ");
        seconds(exchange.nanos(), line);
        return line.append(' ')
                .append(exchange.receivedBytes())
                .append(' ')
                .append(exchange.events())
                .toString();
    }

    private static String target(Exchange exchange) {
        String query = exchange.query();
        return query == null ? exchange.target() : exchange.target() + "?" + masked(query);
    }

    /** The query string, with stars for the value of each parameter whose name speaks of a secret. */
    static String masked(String query) {
        StringBuilder masked = new StringBuilder(query.length());
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            masked.append(masked.isEmpty() ? "" : "&");
            if (equals >= 0 && isSecret(parameter.substring(0, equals))) {
                masked.append(parameter, 0, equals).append("=****");
            } else {
                masked.append(parameter);
            }
        }
        return masked.toString();
    }

    /** Escapes are undone first: {@code %74oken} is the same parameter. */
    private static boolean isSecret(String name) {
        String letters = String.join("", QueryParameters.parse(name).keySet())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]", "");
        return SECRET_WORDS.stream().anyMatch(letters::contains);
    }

    /** A page's own query is none of this log's business, and may hold a token. */
    private static String withoutQuery(@Nullable String referer) {
        String text = orDash(referer);
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static void seconds(long nanos, StringBuilder line) {
        long micros = Math.max(0, nanos) / 1000;
        String fraction = Long.toString(1_000_000 + micros % 1_000_000);
        line.append(micros / 1_000_000).append('.').append(fraction, 1, fraction.length());
    }

    /** A text that stands without quotes: it must be one word. */
    private static void word(String text, StringBuilder line) {
        int start = line.length();
        escape(orDash(text), LONGEST_NAME, line);
        for (int i = start; i < line.length(); i++) {
            if (line.charAt(i) == ' ') {
                line.setCharAt(i, '_');
            }
        }
    }

    /** Writes what is not visible ASCII as {@code \xHH}, and quotes and backslashes with a backslash before them. */
    private static void escape(String text, int longest, StringBuilder line) {
        String shown = text.length() > longest ? text.substring(0, longest) : text;
        for (byte b : shown.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                line.append('\\').append((char) b);
            } else if (b >= ' ' && b < 0x7f) {
                line.append((char) b);
            } else {
                line.append("\\x").append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
            }
        }
        if (shown.length() < text.length()) {
            line.append("...");
        }
    }
}
