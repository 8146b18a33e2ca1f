package dev.hec.delivery;

import static dev.hec.delivery.OutcomeRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.HecClient;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.codec.Codec;
import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.transport.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of the tables in {@link Outcome}, {@link Attempts} and {@link DeliveryLoop}, with a whole client and a collector that
 * speaks HTTP or does not: what the client does next, counts, and tells.
 *
 * <p>{@link DeliveryLoopTest} has the waits to the nanosecond; here those that matter are too long to end by themselves.
 * What cannot be connected to at all is in {@link SeveralUrlsTest}.
 */
class OutcomeTableTest {

    private static final long TIME = 1_537_538_443_001L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENCE_PLEASE = "The collector asks for patience; events are kept\\.";
    private static final String CHECK_TOKEN = "refuses us; events are kept\\. Check url and token\\.";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    static Stream<OutcomeRow> accepted() {
        return Stream.of(
                row("200 code 0").answers(200, Reply.of(ReplyCode.SUCCESS).toJson()),
                row("200 code 24").answers(200, "{\"text\":\"Queue filling up\",\"code\":24}"),
                row("200 code 25").answers(200, "{\"text\":\"Queue filling up\",\"code\":25}"),
                row("200 without a body").answers(200),
                row("200 with HTML").answers(200, "<html>"),
                row("202").answers(202),
                row("204").answers(204));
    }

    static Stream<OutcomeRow> busy() {
        String inTenMinutes = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        return IntStream.of(429, 503).boxed().flatMap(status -> {
            String why = "HTTP " + status;
            return Stream.of(
                    row(status + " with seconds")
                            .answers(status, "", "Retry-After: 600")
                            .waits(why, PATIENCE_PLEASE),
                    row(status + " with a date")
                            .answers(status, "", "Retry-After: " + inTenMinutes)
                            .waits(why, PATIENCE_PLEASE),
                    again(row(status + " with neither").answers(status), why),
                    again(row(status + " with nonsense").answers(status, "", "Retry-After: soon"), why),
                    again(
                            row(status + " with more than maxPause")
                                    .with("maxPause", "1ms")
                                    .answers(status, "", "Retry-After: 600"),
                            why));
        });
    }

    private static OutcomeRow again(OutcomeRow row, String why) {
        return row.requests("1:abc", "1:abc")
                .retries(1)
                .tells("WARN Delivery to .* failed: " + why + "\\. " + PATIENCE_PLEASE, "INFO .* recovered after .*");
    }

    static Stream<OutcomeRow> unreachable() {
        return Stream.of(
                row("408").answers(408).triesAgain(false, "HTTP 408"),
                row("425").answers(425).triesAgain(false, "HTTP 425"),
                row("500").answers(500).triesAgain(true, "HTTP 500"),
                row("502").answers(502).triesAgain(true, "HTTP 502"),
                row("504").answers(504).triesAgain(true, "HTTP 504"),
                row("599").answers(599).triesAgain(true, "HTTP 599"),
                row("reset before the body was read")
                        .does(connection -> {
                            connection.readBeginning();
                            connection.reset();
                            return false;
                        })
                        .triesAgain(true, "(IO|Socket)Exception")
                        .requests("1:abc"),
                row("reset after the body")
                        .does(connection -> {
                            connection.read();
                            connection.reset();
                            return false;
                        })
                        .triesAgain(true, "(IO|Socket)Exception"),
                row("closed instead of a reply")
                        .does(connection -> {
                            connection.read();
                            return false;
                        })
                        .triesAgain(true, "(IO|EOF)Exception"),
                row("reply cut off")
                        .does(connection -> {
                            connection.read();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
                            return false;
                        })
                        .triesAgain(true, "(IO|EOF)Exception"),
                row("reply that is no HTTP")
                        .does(connection -> {
                            connection.read();
                            connection.write("220 mail.example.org ESMTP\r\n");
                            return false;
                        })
                        .triesAgain(true, "ProtocolException"),
                row("no reply")
                        .with("requestTimeout", "300ms")
                        .does(connection -> {
                            connection.read();
                            connection.hang();
                            return false;
                        })
                        .triesAgain(true, "HttpTimeoutException"));
    }

    static Stream<OutcomeRow> refused() {
        Stream<OutcomeRow> byStatus = IntStream.of(300, 401, 402, 403, 404, 405, 409, 410, 501)
                .mapToObj(status -> row("" + status).answers(status).waits("HTTP " + status, CHECK_TOKEN));
        Stream<OutcomeRow> byCode = Stream.of(
                        ReplyCode.NO_DATA,
                        ReplyCode.INCORRECT_INDEX,
                        ReplyCode.CHANNEL_MISSING,
                        ReplyCode.INVALID_CHANNEL,
                        ReplyCode.ACK_DISABLED,
                        ReplyCode.QUERY_AUTHORIZATION)
                .map(code ->
                        row("400 " + code).answers(400, Reply.of(code).toJson()).waits("HTTP 400", CHECK_TOKEN));
        return Stream.of(
                        byStatus,
                        byCode,
                        Stream.of(
                                row("407").answers(407).waits("HTTP 407", "The proxy refuses us"),
                                row("415 of plain bytes")
                                        .answers(415)
                                        .waits("HTTP 415", "refuses even uncompressed bodies")))
                .flatMap(rows -> rows);
    }

    static Stream<OutcomeRow> unsupportedCoding() {
        String noZstd = "WARN The collector does not take zstd \\(HTTP 415\\); using gzip from now on\\.";
        return Stream.of(
                row("415 of zstd")
                        .with("compression", "zstd")
                        .answers(415)
                        .requests("1:abc zstd", "1:abc gzip")
                        .tells(noZstd),
                row("415 of zstd and gzip")
                        .with("compression", "zstd")
                        .answers(415)
                        .answers(415)
                        .requests("1:abc zstd", "1:abc gzip", "1:abc")
                        .tells(
                                noZstd,
                                "WARN The collector does not take gzip \\(HTTP 415\\); using none from now on\\."));
    }

    static Stream<OutcomeRow> tooLarge() {
        return Stream.of(
                row("413").answers(413).requests("1:abc", "2:a", "3:bc"),
                row("413 of a single event")
                        .answers(413)
                        .answers(413)
                        .requests("1:abc", "2:a", "3:bc", "4:L")
                        .delivered(3)
                        .dropped("OVERSIZE=1")
                        .tells("WARN Dropped 1 event\\(s\\), OVERSIZE: HTTP 413"));
    }

    static Stream<OutcomeRow> badEvent() {
        String dropped = "WARN Dropped 1 event\\(s\\), REJECTED: HTTP 400.*";
        return Stream.of(
                bad(row("400 with the number of the second"), 1)
                        .requests("1:abc", "2:c", "3:L")
                        .delivered(3)
                        .dropped("REJECTED=1")
                        .tells(dropped),
                bad(row("400 with the number of the last"), 2)
                        .requests("1:abc")
                        .delivered(2)
                        .dropped("REJECTED=1")
                        .tells(dropped),
                bad(bad(row("400 with the number of the first, which is bad"), 0), 0)
                        .requests("1:abc", "2:a", "3:bc", "4:L")
                        .delivered(3)
                        .dropped("REJECTED=1")
                        .tells(dropped),
                bad(row("400 with the number of the first, which is good"), 0).requests("1:abc", "2:a", "3:b", "4:c"),
                bad(row("400 with a number that is none of the request"), 3).requests("1:abc", "2:a", "3:bc"),
                row("400 without a number")
                        .answers(400)
                        .answers(200)
                        .answers(400)
                        .answers(400)
                        .requests("1:abc", "2:a", "3:bc", "4:b", "5:c", "6:L")
                        .delivered(3)
                        .dropped("REJECTED=1")
                        .tells(dropped),
                unread(row("400 without a number, of a codec that is in doubt").answers(400)),
                unread(bad(row("400 with the number of the first, of a codec that is in doubt"), 0)));
    }

    private static OutcomeRow bad(OutcomeRow row, int number) {
        return row.answers(400, Reply.of(ReplyCode.INVALID_DATA_FORMAT, number).toJson());
    }

    private static OutcomeRow unread(OutcomeRow row) {
        return row.with("compression", "gzip")
                .requests("1:abc gzip", "1:abc")
                .tells("WARN The collector does not take gzip \\(it answered 400, .*\\); using none from now on\\.");
    }

    @ParameterizedTest
    @MethodSource({"accepted", "busy", "unreachable", "refused", "unsupportedCoding", "tooLarge", "badEvent"})
    void attempt_outcome_isFollowedCountedAndTold(OutcomeRow row) throws Exception {
        RawServer collector = collector(row);
        HecClient client = client(collector, row);

        for (String text : List.of("a", "b", "c")) {
            client.offer(text, (event, out) -> out.string(event), TIME + text.charAt(0), Severity.INFO);
        }
        if (row.waits()) {
            // Begins the flush that the batch needs to go out.
            assertThat(client.flush(Duration.ZERO).complete()).isFalse();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !diagnostics.messages().isEmpty());
            assertThat(client.flush(Duration.ofMillis(150)).complete())
                    .as("whoever does not wait has been accepted by now")
                    .isFalse();
            assertThat(client.tally()).returns(1L, Tally::requests).returns(3L, Tally::inFlight);
        } else {
            assertThat(client.flush(PATIENCE).complete()).isTrue();
        }
        client.close(PATIENCE);

        assertThat(requests(collector)).isEqualTo(row.requests());
        assertThat(client.tally())
                .returns(row.delivered(), Tally::delivered)
                .returns(row.dropped(), tally -> tally.droppedByReason().toString())
                .returns(row.retries(), Tally::retries)
                .returns(row.maybeDuplicated(), Tally::maybeDuplicated)
                .returns(0L, Tally::heldBytes);
        assertThat(diagnostics.messages())
                .as("told")
                .zipSatisfy(
                        row.told(), (message, pattern) -> assertThat(message).matches("(?s)" + pattern));
    }

    @ParameterizedTest
    @MethodSource
    void redirect_toAnotherAddress_isNotFollowed(int status) throws Exception {
        try (RawServer elsewhere = RawServer.answering(RawServer.OK)) {
            OutcomeRow row = row("redirect")
                    .answers(status, "", "Location: " + elsewhere.url())
                    .waits("HTTP " + status, CHECK_TOKEN);

            attempt_outcome_isFollowedCountedAndTold(row);

            assertThat(elsewhere.connections()).isZero();
        }
    }

    static IntStream redirect_toAnotherAddress_isNotFollowed() {
        return IntStream.of(301, 302, 303, 307, 308);
    }

    private RawServer collector(OutcomeRow row) throws IOException {
        Queue<OutcomeRow.Step> steps = new ConcurrentLinkedQueue<>(row.steps());
        RawServer server = new RawServer(connection -> {
            OutcomeRow.Step accepts = other -> {
                other.read();
                other.write(RawServer.OK);
                return true;
            };
            while (true) {
                OutcomeRow.Step next = steps.poll();
                if (!(next == null ? accepts : next).serve(connection)) {
                    return;
                }
            }
        });
        open.add(server);
        return server;
    }

    private HecClient client(RawServer collector, OutcomeRow row) throws ConfigException {
        HecConfig config = new HecConfig();
        config.set("url", collector.url().toString());
        config.set("token", "s3cr3t");
        config.set("linger", "10min");
        config.set("compression", "none");
        config.set("retryInitial", "1ms");
        config.set("retryMax", "5ms");
        config.set("maxPause", "10min");
        config.set("parkInterval", "10min");
        row.settings().forEach(config::set);
        HecClient client = HecClient.open("table", config.parse(), diagnostics);
        open.add(client);
        return client;
    }

    private static List<String> requests(RawServer collector) throws IOException {
        List<String> requests = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        while (collector.unseen() > 0) {
            RawServer.Request request = collector.next();
            assertThat(request.line()).isEqualTo("POST /services/collector/event HTTP/1.1");
            assertThat(request.headers()).containsEntry("Authorization", "Bearer s3cr3t");
            int id = ids.computeIfAbsent(request.headers().get("X-Hec-Batch"), any -> ids.size() + 1);
            String coding = request.headers().getOrDefault("Content-Encoding", "");
            requests.add((id + ":" + events(request.body(), coding) + " " + coding).strip());
        }
        return requests;
    }

    private static String events(byte[] body, String coding) throws IOException {
        StringBuilder events = new StringBuilder();
        Codec codec = Codec.forContentEncoding(coding.isEmpty() ? null : coding).orElseThrow();
        try (InputStream in = codec.decompress(new ByteArrayInputStream(body));
                MappingIterator<JsonNode> envelopes =
                        JSON.readerFor(JsonNode.class).readValues(in)) {
            envelopes.forEachRemaining(envelope -> {
                boolean loss = envelope.at("/fields/hec.loss").asBoolean();
                events.append(loss ? "L" : envelope.get("event").asText());
            });
        }
        return events.toString();
    }
}
