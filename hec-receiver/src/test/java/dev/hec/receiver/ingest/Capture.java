package dev.hec.receiver.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of a real client, as it was recorded. The files show bodies decompressed and without chunk headers, and end each with
 * a line that tells its lengths.
 *
 * @param method the method
 * @param target path and query as they were sent
 * @param headers names in any case to values
 * @param body the body, decompressed
 */
record Capture(String method, String target, Map<String, String> headers, byte[] body) {

    private static final Pattern END =
            Pattern.compile("\n--- end of request \\(body on wire (\\d+) bytes(?:, decompressed (\\d+))?\\)\n\n?");

    /** The requests in a file of {@code captures/}. */
    static List<Capture> read(String file) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(Capture.class.getResourceAsStream("/captures/" + file), file)) {
            text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        List<Capture> captures = new ArrayList<>();
        Matcher end = END.matcher(text);
        int start = 0;
        while (end.find(start)) {
            captures.add(
                    one(text.substring(start, end.start()), Integer.parseInt(end.group(end.group(2) == null ? 1 : 2))));
            start = end.end();
        }
        if (start != text.length() || captures.isEmpty()) {
            throw new AssertionError(file + " is not understood from character " + start);
        }
        return captures;
    }

    private static Capture one(String text, int length) {
        int blank = text.indexOf("\n\n");
        String[] head = text.substring(0, blank).split("\n");
        String[] request = head[0].split(" ");
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": ", 2);
            headers.put(header[0], header[1]);
        }
        byte[] body = text.substring(blank + 2).getBytes(StandardCharsets.ISO_8859_1);
        if (body.length != length) {
            throw new AssertionError("body of " + body.length + " bytes, recorded were " + length + ": " + text);
        }
        return new Capture(request[0], request[1], headers, body);
    }
}
