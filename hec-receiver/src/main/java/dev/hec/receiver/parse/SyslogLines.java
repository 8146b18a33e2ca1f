package dev.hec.receiver.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of syslog, of RFC 3164 and RFC 5424, with or without the priority in front, which files leave out.
 *
 * <p>Fields: {@code facility} and {@code severity} by their keywords, {@code timestamp} as text for the definition to read,
 * {@code serverHost}, {@code app}, {@code pid}, {@code msgId}, {@code sd.<id>.<name>}, and {@code message}, which stays the
 * whole line where there is no text. {@code -} is no value. What RFC 3164 leaves open is read as senders write it: a time may be
 * one of ISO 8601, the host and the tag may be missing. A line with neither priority nor time is a text without a header: relays
 * such as syslog-ng send the text alone, and the rest beside it.
 *
 * <p>Source: RFC 5424 section 6; RFC 3164 sections 4.1, 4.3.3 and 5.4.
 */
final class SyslogLines implements Extraction {

    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /** As RFC 3164 has it: {@code Mmm dd hh:mm:ss}. */
    private static final int SHORT_TIME = 15;

    private static final int LONGEST_TAG = 128;

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        int priorityEnd = priorityEnd(line);
        if (priorityEnd > 0) {
            int priority = Integer.parseInt(line, 1, priorityEnd - 1, 10);
            into.put("facility", FACILITIES.get(priority / 8));
            into.put("severity", SEVERITIES.get(priority % 8));
            if (line.startsWith("1 ", priorityEnd)) {
                return newer(line, priorityEnd + 2, into);
            }
        }
        older(line, priorityEnd, into);
        return null;
    }

    /** The index after {@code <0>} to {@code <191>}; 0 if the line does not begin with one. */
    private static int priorityEnd(String line) {
        int close = line.startsWith("<") ? line.indexOf('>') : -1;
        if (close < 2 || close > 4) {
            return 0;
        }
        int priority = 0;
        for (int i = 1; i < close; i++) {
            if (!digit(line, i)) {
                return 0;
            }
            priority = 10 * priority + line.charAt(i) - '0';
        }
        return priority < 8 * FACILITIES.size() ? close + 1 : 0;
    }

    /** RFC 5424, from its time on. */
    private static <X extends Exception> @Nullable String newer(String line, int from, LineFields<X> into) throws X {
        int at = from;
        for (String name : List.of("timestamp", "serverHost", "app", "pid", "msgId")) {
            int end = wordEnd(line, at);
            if (end == at || end == line.length()) {
                return "no " + name + " after version 1";
            }
            putWord(line, at, end, name, into);
            at = end + 1;
        }
        if (line.startsWith("-", at)) {
            at++;
        } else {
            StructuredData data = new StructuredData(line, at);
            String why = data.extract(into);
            if (why != null) {
                return why;
            }
            at = data.end();
        }
        if (at < line.length() && line.charAt(at) != ' ') {
            return "no space after the structured data";
        }
        at = Math.min(at + 1, line.length());
        putMessage(line, line.startsWith("\uFEFF", at) ? at + 1 : at, into);
        return null;
    }

    /** RFC 3164, from its time on. */
    private static <X extends Exception> void older(String line, int from, LineFields<X> into) throws X {
        int timeEnd = timeEnd(line, from);
        if (timeEnd < 0) {
            if (from > 0) {
                tagged(line, from, into);
            }
            return;
        }
        into.put("timestamp", line.substring(from, timeEnd));
        int at = line.startsWith(":", timeEnd) ? timeEnd + 1 : timeEnd;
        at = Math.min(at + 1, line.length());
        int end = wordEnd(line, at);
        String first = line.substring(at, end);
        // A tag in the place of the host: "su: …" or "cron[77]: …". An address of IPv6 has colons, but none at its end.
        if (!first.isEmpty() && !first.endsWith(":") && !first.contains("[")) {
            putWord(line, at, end, "serverHost", into);
            at = Math.min(end + 1, line.length());
        }
        tagged(line, at, into);
    }

    /** {@code app[pid]: text}, {@code app: text}, or a text alone. */
    private static <X extends Exception> void tagged(String line, int from, LineFields<X> into) throws X {
        int tagEnd = from;
        int most = Math.min(line.length(), from + LONGEST_TAG);
        while (tagEnd < most && " :[".indexOf(line.charAt(tagEnd)) < 0) {
            tagEnd++;
        }
        int at = tagEnd;
        int pidEnd = line.startsWith("[", tagEnd) ? line.indexOf("]", tagEnd) : -1;
        boolean pid = pidEnd > tagEnd && pidEnd - tagEnd <= LONGEST_TAG;
        if (pid) {
            at = pidEnd + 1;
        }
        if (tagEnd == from || !line.startsWith(":", at) || (at + 1 < line.length() && line.charAt(at + 1) != ' ')) {
            putMessage(line, from, into);
            return;
        }
        into.put("app", line.substring(from, tagEnd));
        if (pid) {
            putWord(line, tagEnd + 1, pidEnd, "pid", into);
        }
        putMessage(line, Math.min(at + 2, line.length()), into);
    }

    /** The end of the time that begins here; -1 if none does. */
    private static int timeEnd(String line, int from) {
        int end = from + SHORT_TIME;
        boolean shortForm = end <= line.length()
                && Character.isLetter(line.charAt(from))
                && line.charAt(from + 3) == ' '
                && digit(line, from + 5)
                && line.charAt(from + 6) == ' '
                && digit(line, from + 7)
                && line.charAt(from + 9) == ':'
                && line.charAt(from + 12) == ':';
        if (shortForm) {
            if (line.startsWith(".", end)) {
                end++;
                while (end < line.length() && digit(line, end)) {
                    end++;
                }
            }
            // Some devices put a colon between the time and the text.
            return end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != ':' ? -1 : end;
        }
        boolean iso = from + 16 <= line.length()
                && digit(line, from)
                && line.charAt(from + 4) == '-'
                && line.charAt(from + 7) == '-'
                && line.charAt(from + 10) == 'T';
        return iso ? wordEnd(line, from) : -1;
    }

    private static <X extends Exception> void putWord(String line, int start, int end, String name, LineFields<X> into)
            throws X {
        if (end > start && !(end == start + 1 && line.charAt(start) == '-')) {
            into.put(name, line.substring(start, end));
        }
    }

    private static <X extends Exception> void putMessage(String line, int from, LineFields<X> into) throws X {
        if (from < line.length()) {
            into.put("message", line.substring(from));
        }
    }

    private static boolean digit(String line, int at) {
        return line.charAt(at) >= '0' && line.charAt(at) <= '9';
    }

    private static int wordEnd(String line, int from) {
        int end = line.indexOf(' ', from);
        return end < 0 ? line.length() : end;
    }
}
