package dev.hec.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.hec.testing.RandomCases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    static List<Codec> codecs() {
        return List.of(Codec.NONE, Codec.GZIP, Codec.ZSTD);
    }

    static List<Codec> compressing() {
        return List.of(Codec.GZIP, Codec.ZSTD);
    }

    private static byte[] compress(Codec codec, byte[] body) {
        try (Compressor compressor = codec.compressor(0)) {
            return bytes(compressor.compress(ByteBuffer.wrap(body)));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        assertThat(buffer.hasArray()).as("heap memory").isTrue();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] decompress(Codec codec, byte[] compressed) throws IOException {
        return decompress(codec, new ByteArrayInputStream(compressed));
    }

    private static byte[] decompress(Codec codec, InputStream compressed) throws IOException {
        try (InputStream in = codec.decompress(compressed)) {
            return in.readAllBytes();
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static byte[] logs(int events) {
        return "{\"time\":1537538443.001,\"event\":{\"message\":\"hello\"}}"
                .repeat(events)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Gives what it has in pieces and never says that more is available, as a stream from a network may. */
    private static InputStream network(byte[] bytes, int piece) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, piece));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    // Round trip

    @ParameterizedTest
    @MethodSource("codecs")
    void roundTrip_anyBytesAtAnyLevel_comesBack(Codec codec) {
        RandomCases.check(200, draw -> {
            byte[] body = draw.bytes(3_000);
            try (Compressor compressor = codec.compressor(draw.intBetween(0, 9))) {
                assertThat(decompress(codec, bytes(compressor.compress(ByteBuffer.wrap(body)))))
                        .isEqualTo(body);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void roundTrip_largeBodies_comeBack(Codec codec) throws IOException {
        for (byte[] body : List.of(new byte[0], noise(300_000), logs(30_000), new byte[10_000_000])) {
            assertThat(decompress(codec, compress(codec, body))).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compress_again_reusesItsMemoryForEachBody(Codec codec) throws IOException {
        try (Compressor compressor = codec.compressor(0)) {
            for (byte[] body : List.of(logs(1_000), noise(200_000), new byte[0], logs(3), noise(10), logs(20_000))) {
                assertThat(decompress(codec, bytes(compressor.compress(ByteBuffer.wrap(body)))))
                        .isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compress_partOfABuffer_takesThatPartAndLeavesTheBufferAsItWas(Codec codec) throws IOException {
        ByteBuffer whole = ByteBuffer.wrap("..abc..".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer part = whole.slice(1, 5).position(1).limit(4);

        try (Compressor compressor = codec.compressor(0)) {
            assertThat(decompress(codec, bytes(compressor.compress(part))))
                    .asString()
                    .isEqualTo("abc");
        }

        assertThat(part).returns(1, ByteBuffer::position).returns(4, ByteBuffer::limit);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compress_memoryOutsideTheHeap_works(Codec codec) throws IOException {
        byte[] body = logs(1_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length + 10).position(5);
        direct.put(body).flip().position(5);

        try (Compressor compressor = codec.compressor(0)) {
            assertThat(decompress(codec, bytes(compressor.compress(direct)))).isEqualTo(body);
            assertThat(decompress(
                            codec, bytes(compressor.compress(direct.duplicate().limit(5)))))
                    .isEmpty();
            assertThat(decompress(codec, bytes(compressor.compress(direct)))).isEqualTo(body);
        }
        assertThat(direct.position()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compressor_closedTwice_isHarmless(Codec codec) {
        Compressor compressor = codec.compressor(0);
        compressor.compress(ByteBuffer.wrap(logs(1)));

        compressor.close();
        compressor.close();
    }

    @ParameterizedTest
    @MethodSource("compressing")
    void compress_logs_makesThemSmaller(Codec codec) {
        byte[] body = logs(1_000);

        assertThat(compress(codec, body).length).isLessThan(body.length / 10);
    }

    // Foreign implementations

    @Test
    void gzip_isReadAndWrittenAsTheJdkDoes() throws IOException {
        byte[] body = logs(1_000);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(compress(Codec.GZIP, body))).readAllBytes())
                .isEqualTo(body);
        assertThat(decompress(Codec.GZIP, foreignGzip(body))).isEqualTo(body);
    }

    @Test
    void zstd_isReadAndWrittenAsTheLibraryDoes() throws IOException {
        byte[] body = logs(1_000);

        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(compress(Codec.ZSTD, body)))) {
            assertThat(in.readAllBytes()).isEqualTo(body);
        }
        assertThat(decompress(Codec.ZSTD, foreignZstd(body, 0))).isEqualTo(body);
    }

    private static byte[] foreignGzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] foreignZstd(byte[] body, int windowLog) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            if (windowLog > 0) {
                zstd.setLong(windowLog);
            }
            zstd.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    // Concatenation

    @ParameterizedTest
    @MethodSource("compressing")
    void decompress_severalMembers_readsThrough(Codec codec) throws IOException {
        byte[] one = compress(codec, logs(10));
        byte[] three = join(one, compress(codec, new byte[0]), one);

        assertThat(decompress(codec, three)).isEqualTo(logs(20));
    }

    @ParameterizedTest
    @MethodSource("compressing")
    void decompress_severalMembersFromANetwork_readsThrough(Codec codec) throws IOException {
        byte[] one = compress(codec, logs(10));
        byte[] two = join(one, one);

        // With each size of piece a boundary of the members falls elsewhere.
        for (int piece = 1; piece <= one.length + 20; piece++) {
            assertThat(decompress(codec, network(two, piece)))
                    .as("pieces of %d", piece)
                    .isEqualTo(logs(20));
        }
    }

    // Input that is wrong

    @ParameterizedTest
    @MethodSource("compressing")
    void decompress_cutOff_isAnIoException(Codec codec) {
        byte[] whole = compress(codec, logs(100));

        for (int length = codec == Codec.GZIP ? 0 : 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decompress(codec, part))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("compressing")
    void decompress_somethingElse_isAnIoException(Codec codec) {
        for (byte[] body : List.of(logs(1), noise(1_000), new byte[100])) {
            assertThatThrownBy(() -> decompress(codec, body)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void decompress_wrongChecksum_isAnIoException() {
        byte[] gzip = compress(Codec.GZIP, logs(10));
        gzip[gzip.length - 8] ^= 1;

        assertThatThrownBy(() -> decompress(Codec.GZIP, gzip)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 27})
    void zstd_windowLargerThan8MiB_isAnIoException(int windowLog) {
        byte[] frame = foreignZstd(noise((1 << windowLog) + 1), windowLog);

        assertThatThrownBy(() -> decompress(Codec.ZSTD, frame)).isInstanceOf(IOException.class);
    }

    @Test
    void zstd_windowOf8MiB_isRead() throws IOException {
        byte[] body = noise((1 << 23) + 1);

        assertThat(decompress(Codec.ZSTD, foreignZstd(body, 23))).isEqualTo(body);
    }

    // Names

    @ParameterizedTest
    @CsvSource({"none, none", "GZIP, gzip", "Zstd, zstd"})
    void named_anyLetterCase_isFound(String word, String name) {
        assertThat(Codec.named(word)).map(Codec::name).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "deflate", "identity", "br"})
    void named_otherWords_areUnknown(String word) {
        assertThat(Codec.named(word)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "NULL, none",
                "'', none",
                "' ', none",
                "identity, none",
                "gzip, gzip",
                "' GZip ', gzip",
                "x-gzip, gzip",
                "zstd, zstd"
            })
    void forContentEncoding_knownHeaders_areFound(String header, String name) {
        assertThat(Codec.forContentEncoding(header)).map(Codec::name).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, zstd", "*", "none"})
    void forContentEncoding_otherHeaders_areUnknown(String header) {
        assertThat(Codec.forContentEncoding(header)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void contentEncoding_leadsBackToTheCodec(Codec codec) {
        assertThat(Codec.forContentEncoding(codec.contentEncoding())).contains(codec);
        assertThat(codec.available()).isTrue();
    }
}
