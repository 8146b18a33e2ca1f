package dev.hec.receiver.parse;

import org.jspecify.annotations.Nullable;

/**
 * Lines of web servers in the formats common and combined, with or without the virtual host in front. By hand, for the engine of
 * expressions needs fifty times as long for a line.
 *
 * <p>Texts in quotes stay as the server wrote them, with {@code \"} or {@code \x22} for a quote of the client's. A request that is
 * none is kept as {@code request}, what follows the known fields as {@code more}.
 */
final class AccessLogLines implements Extraction {

    private static final String NO_MATCH = "neither common nor combined";
    private static final int LONGEST_METHOD = 32;

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        Cursor cursor = new Cursor(line);
        String first = cursor.word();
        if (first != null && virtualHost(first)) {
            into.put("virtualHost", first);
            cursor.take(' ');
            first = cursor.word();
        }
        if (first == null || !cursor.take(' ')) {
            return NO_MATCH;
        }
        into.put("clientIp", first);
        String ident = cursor.word();
        if (ident == null || !cursor.take(' ')) {
            return NO_MATCH;
        }
        into.put("ident", ident);
        String user = cursor.before(" [");
        String time = user == null || user.isEmpty() ? null : cursor.before("] \"");
        String request = time == null ? null : cursor.quoted();
        if (user == null || time == null || request == null || !cursor.take(' ')) {
            return NO_MATCH;
        }
        into.put("user", user);
        into.put("timestamp", time);
        request(request, into);
        int start = cursor.at();
        if (!cursor.takeDigits(3, 3) && !cursor.take('-')) {
            return NO_MATCH;
        }
        into.put("status", cursor.since(start));
        if (!cursor.take(' ')) {
            return NO_MATCH;
        }
        start = cursor.at();
        if (!cursor.takeDigits(1, Integer.MAX_VALUE) && !cursor.take('-')) {
            return NO_MATCH;
        }
        into.put("bytes", cursor.since(start));
        client(cursor, into);
        if (cursor.atEnd()) {
            return null;
        }
        if (!cursor.take(' ')) {
            return NO_MATCH;
        }
        into.put("more", cursor.rest());
        return null;
    }

    /** {@code "referrer" "user agent"}, both or none. */
    private static <X extends Exception> void client(Cursor cursor, LineFields<X> into) throws X {
        int start = cursor.at();
        if (cursor.take(" \"")) {
            String referrer = cursor.quoted();
            String agent = referrer != null && cursor.take(" \"") ? cursor.quoted() : null;
            if (referrer != null && agent != null) {
                into.put("referrer", referrer);
                into.put("userAgent", agent);
                return;
            }
        }
        cursor.moveTo(start);
    }

    private static <X extends Exception> void request(String request, LineFields<X> into) throws X {
        int methodEnd = request.indexOf(' ');
        int pathEnd = request.indexOf(' ', methodEnd + 1);
        String path = request.substring(methodEnd + 1, pathEnd < 0 ? request.length() : pathEnd);
        boolean isOne = methodEnd > 0
                && method(request, methodEnd)
                && !path.isEmpty()
                && (pathEnd < 0 || protocol(request, pathEnd + 1));
        if (!isOne) {
            into.put("request", request);
            return;
        }
        into.put("method", request.substring(0, methodEnd));
        into.put("path", path);
        if (pathEnd > 0) {
            into.put("protocol", request.substring(pathEnd + 1));
        }
    }

    private static boolean method(String request, int end) {
        for (int i = 0; i < end; i++) {
            if (!letter(request.charAt(i)) && request.charAt(i) != '-' && request.charAt(i) != '_') {
                return false;
            }
        }
        return end <= LONGEST_METHOD;
    }

    /** {@code HTTP/1.1}, to the end. */
    private static boolean protocol(String request, int start) {
        int slash = request.indexOf('/', start);
        boolean good = slash > start && slash + 1 < request.length();
        for (int i = start; i < request.length() && good; i++) {
            char c = request.charAt(i);
            good = i < slash ? c >= 'A' && c <= 'Z' : i == slash || c == '.' || digit(c);
        }
        return good;
    }

    /** {@code www.example.org:443}; an address of IPv6 has more colons. */
    private static boolean virtualHost(String word) {
        int colon = word.indexOf(':');
        boolean good = colon > 0 && colon + 1 < word.length();
        for (int i = 0; i < word.length() && good; i++) {
            char c = word.charAt(i);
            good = i < colon ? letter(c) || digit(c) || c == '.' || c == '-' || c == '_' : i == colon || digit(c);
        }
        return good;
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
