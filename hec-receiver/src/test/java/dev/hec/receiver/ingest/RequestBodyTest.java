package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings, sizes and bodies that do not arrive. */
class RequestBodyTest {

    private static final byte[] TWO_EVENTS = Collector.utf8("{\"event\":\"one\"}{\"event\":\"two\"}");

    private final Collector collector = new Collector();

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "x-gzip, gzip",
        "GZIP, gzip",
        "' gzip ', gzip",
        "zstd, zstd",
        "ZStd, zstd",
        "identity, none",
        "'', none"
    })
    void decision8_knownEncoding_isInflatedInAnyCase(String header, String codec) {
        byte[] body = Compressed.with(Codec.named(codec).orElseThrow(), TWO_EVENTS);

        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", header)
                .body(body));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, zstd", "gzip;q=1", "snappy"})
    void decision8_unknownEncoding_isUnsupported(String header) {
        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", header)
                .body(TWO_EVENTS));

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.body()).endsWith("\"code\":415}");
        assertThat(reply.headers()).containsEntry("Accept-Encoding", "gzip, zstd");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision8_twoEncodingHeaders_areUnsupported() {
        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", "gzip")
                .header("Content-Encoding", "zstd")
                .body(TWO_EVENTS));

        assertThat(reply.status()).isEqualTo(415);
    }

    static Stream<Codec> compressingCodecs() {
        return Stream.of(Codec.GZIP, Codec.ZSTD);
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision8_severalMembers_areOneBody(Codec codec) {
        byte[] first = Compressed.with(codec, Collector.utf8("{\"event\":\"one\"}{\"ev"));
        byte[] second = Compressed.with(codec, Collector.utf8("ent\":\"two\"}"));

        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", codec.name())
                .chunked(Compressed.join(first, second)));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision9_bodyCutAnywhere_storesNothing(Codec codec) {
        byte[] one = Compressed.with(codec, TWO_EVENTS);
        byte[] members = Compressed.join(one, one);
        for (int length = 1; length < members.length; length++) {
            if (length == one.length) {
                continue; // a whole first member is a whole body
            }
            HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                    .header("Content-Encoding", codec.name())
                    .body(Arrays.copyOf(members, length)));

            assertThat(reply.status()).as("cut after %s bytes", length).isEqualTo(400);
            assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
        }
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision9_rubbishAfterTheEnd_storesNothing(Codec codec) {
        byte[] body = Compressed.join(Compressed.with(codec, TWO_EVENTS), Collector.utf8("{\"event\":\"three\"}"));

        HttpReply reply = collector.send(TestRequest.post(Collector.RAW)
                .header("Content-Encoding", codec.name())
                .body(body));

        assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision9_plainTextCalledCompressed_storesNothing(Codec codec) {
        HttpReply reply = collector.send(TestRequest.post(Collector.RAW)
                .header("Content-Encoding", codec.name())
                .body("hello"));

        assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision9_damagedBytes_storeNothing(Codec codec) {
        byte[] body = Compressed.with(codec, Collector.utf8("{\"event\":\"" + "abcdefghij".repeat(50) + "\"}"));
        body[body.length / 2] ^= 0x55;
        body[body.length - 2] ^= 0x55;

        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", codec.name())
                .body(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"text\":\"Invalid data format\",\"code\":6");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision10_bodyAtTheLimit_isTaken() {
        byte[] body = new byte[RequestBody.MAX_BYTES];
        Arrays.fill(body, (byte) 'a');

        assertThat(collector.send(TestRequest.post(Collector.RAW).body(body)).status())
                .isEqualTo(200);
        assertThat(collector.single().fields().get("message").toString()).hasSize(RequestBody.MAX_BYTES);
    }

    @Test
    void decision10_declaredTooLong_isRefusedAtOnce() {
        assertTooLarge(collector.send(TestRequest.post(Collector.RAW).declaredLength(RequestBody.MAX_BYTES + 1L)));
    }

    @Test
    void decision10_chunkedTooLong_isRefused() {
        assertTooLarge(collector.send(TestRequest.post(Collector.RAW).chunked(new byte[RequestBody.MAX_BYTES + 1])));
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision10_bombOneByteOverTheLimit_isRefused(Codec codec) {
        byte[] bomb = Compressed.with(codec, new byte[RequestBody.MAX_BYTES + 1]);
        assertThat(bomb.length).isLessThan(20_000);

        assertTooLarge(collector.send(TestRequest.post(Collector.RAW)
                .header("Content-Encoding", codec.name())
                .body(bomb)));
    }

    @ParameterizedTest
    @MethodSource("compressingCodecs")
    void decision10_bombOfManyMembers_isRefusedToo(Codec codec) {
        byte[] half = Compressed.with(codec, new byte[RequestBody.MAX_BYTES / 2 + 1]);

        assertTooLarge(collector.send(TestRequest.post(Collector.RAW)
                .header("Content-Encoding", codec.name())
                .body(Compressed.join(half, half))));
    }

    @Test
    void decision10_compressedWithoutEnd_isCutAtItsOwnLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        assertTooLarge(
                collector.send(TestRequest.post(Collector.RAW).header("Content-Encoding", "gzip").stream(endless)));
    }

    private void assertTooLarge(HttpReply reply) {
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body()).contains("10485760").endsWith("\"code\":413}");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision8_zstdWindowOverEightMebibytes_isRefused() {
        // Magic, descriptor without size and checksum, window descriptor of 2^27 bytes, one empty last block.
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, (byte) (17 << 3), 0x01, 0x00, 0x00};

        HttpReply reply = collector.send(TestRequest.post(Collector.RAW)
                .header("Content-Encoding", "zstd")
                .body(frame));

        assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "zstd"})
    void decision39_nothingInAnyEncoding_isNoData(String name) {
        Codec codec = Codec.named(name).orElseThrow();
        String header = codec.contentEncoding() == null ? "identity" : codec.contentEncoding();
        for (String path : new String[] {Collector.EVENT, Collector.RAW}) {
            HttpReply compressed = collector.send(TestRequest.post(path)
                    .header("Content-Encoding", header)
                    .chunked(Compressed.with(codec, new byte[0])));
            HttpReply empty = collector.send(
                    TestRequest.post(path).header("Content-Encoding", header).chunked(new byte[0]));

            assertThat(compressed.status()).isEqualTo(400);
            assertThat(compressed.body()).isEqualTo(Collector.NO_DATA);
            assertThat(empty.body()).isEqualTo(Collector.NO_DATA);
        }
    }

    @Test
    void decision39_declaredEmpty_isNoData() {
        assertThat(collector.event("").body()).isEqualTo(Collector.NO_DATA);
        assertThat(collector.raw(null, "").body()).isEqualTo(Collector.NO_DATA);
    }

    @Test
    void body_thatStopsArriving_mayBeSentAgain() {
        HttpReply reply = collector.send(
                TestRequest.post(Collector.RAW).stream(failing(new IOException(new SocketTimeoutException("20 s")))));

        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.headers()).containsEntry("Connection", "close");
    }

    @Test
    void body_thatCannotBeRead_isABadRequest() {
        HttpReply reply = collector.send(TestRequest.post(Collector.RAW).stream(failing(new IOException("bad chunk"))));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"The request body could not be read\",\"code\":400}");
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }
}
