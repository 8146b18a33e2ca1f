package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that real clients sent, replayed byte for byte over a socket. A capture shows bodies decoded, with their length on
 * the wire; what was gzip is compressed again, what was chunked is sent in chunks.
 */
class CapturesTest {

    private static final Path CAPTURES = TestFiles.projectRoot().resolve("hec-receiver/src/test/resources/captures");

    /** The token that all captured clients were given. */
    private static final String TOKEN = "11111111-2222-3333-4444-555555555555";

    private static final Pattern END =
            Pattern.compile("\n--- end of request \\(body on wire (\\d+) bytes(?:, decompressed (\\d+))?\\)");

    @TempDir
    Path directory;

    /** A captured request: its head as sent, its body decoded. */
    record Capture(String head, byte[] body) {

        boolean has(String headerLine) {
            return head.toLowerCase(Locale.ROOT).contains(headerLine);
        }
    }

    @Test
    void captures_ofRealClients_areAnsweredWithSuccessAndFound() throws Exception {
        try (ReceiverProcess receiver = ReceiverProcess.start(TestFiles.receiverWar(), directory, "--token", TOKEN)) {
            SearchClient search = new SearchClient(receiver.url(), TOKEN);
            long before = 0;
            for (Expected expected : EXPECTED) {
                for (Capture capture : read(CAPTURES.resolve(expected.file()))) {
                    assertThat(send(receiver.url().getPort(), capture))
                            .as(expected.file())
                            .startsWith("HTTP/1.1 200")
                            .contains("{\"text\":\"Success\",\"code\":0}");
                }
                long after = search.count("");
                assertThat(after - before).as(expected.file()).isEqualTo(expected.events());
                before = after;
                for (String query : expected.queries()) {
                    assertThat(search.count(query))
                            .as(expected.file() + ": " + query)
                            .isPositive();
                }
            }
            assertThat(EXPECTED).hasSize((int) Files.list(CAPTURES).count());
        }
    }

    /** What a capture must leave behind: so many events, and something for each query. */
    record Expected(String file, int events, List<String> queries) {

        Expected(String file, int events, String... queries) {
            this(file, events, List.of(queries));
        }
    }

    private static final List<Expected> EXPECTED = List.of(
            new Expected(
                    "curl-seed-examples.txt",
                    7,
                    "env=prod message=\"Something happened\"",
                    "dataSource.vendor=myVendor message=\"Log 2: Hello Again\"",
                    "message=\"basic auth, default content type\"",
                    "message=gz"),
            new Expected("debian-syslog-ng-http.txt", 3, "message=\"second \\\"quoted\\\" line\" parser=syslog"),
            new Expected(
                    "fluent-bit-out_splunk-gzip-fields.txt", 2, "serverHost=h1 index=main level=INFO message=hello"),
            new Expected("fluent-bit-out_splunk-raw.txt", 1, "message=x a=b"),
            new Expected("fluent-bit-out_splunk.txt", 3, "http.status=200"),
            new Expected("java-camel-splunk-hec.txt", 3, "headers.k=v body=\"plain body\"", "message=\"only body\""),
            new Expected("java-splunk-library-javalogging-log4j2.txt", 2, "message.s=v properties.user=bob"),
            new Expected("java-splunk-library-javalogging-logback-raw.txt", 5, "message=multi", "message=\"hello 1\""),
            new Expected(
                    "java-splunk-library-javalogging-logback.txt", 3, "severity=ERROR properties.user=bob source=src1"),
            new Expected("npm-splunk-bunyan-logger.txt", 1, "message.msg=Chickens source=coop"),
            new Expected("npm-splunk-logging.txt", 3, "message=\"plain text é\"", "message.n=3"),
            new Expected("npm-winston-splunk-httplogger.txt", 2, "message.meta.a=1", "severity=error"));

    private static List<Capture> read(Path file) throws IOException {
        // Latin-1 keeps bytes and characters in step, whatever the bodies are encoded in.
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<Capture> captures = new ArrayList<>();
        Matcher end = END.matcher(text);
        for (int from = 0; end.find(from); from = end.end()) {
            String request = text.substring(from, end.start()).stripLeading();
            int blank = request.indexOf("\n\n");
            int length = Integer.parseInt(end.group(2) == null ? end.group(1) : end.group(2));
            String body = text.substring(end.start() - length, end.start());
            captures.add(new Capture(request.substring(0, blank), body.getBytes(StandardCharsets.ISO_8859_1)));
        }
        assertThat(captures).as(file.toString()).isNotEmpty();
        return captures;
    }

    private static String send(int port, Capture capture) throws IOException {
        byte[] body = capture.has("content-encoding: gzip") ? gzip(capture.body()) : capture.body();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = capture.head()
                .replaceAll("(?i)(content-length): \\d+", "$1: " + body.length)
                .replaceAll("(?i)connection: keep-alive", "Connection: close")
                .replace("\n", "\r\n");
        request.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        if (capture.has("transfer-encoding: chunked")) {
            int half = body.length / 2;
            chunk(request, body, 0, half);
            chunk(request, body, half, body.length);
            request.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
            request.write(body);
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.toByteArray());
            return response(socket.getInputStream());
        }
    }

    private static void chunk(ByteArrayOutputStream out, byte[] body, int from, int to) throws IOException {
        out.write((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, from, to - from);
        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads one response, without the interim one that {@code Expect: 100-continue} brings. */
    private static String response(InputStream in) throws IOException {
        StringBuilder response = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            response.append((char) b);
            if (response.toString().endsWith("\r\n\r\n") && response.indexOf("HTTP/1.1 100") == 0) {
                response.setLength(0);
            } else if (response.toString().endsWith("}")) {
                break;
            }
        }
        return response.toString();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}
