package dev.hec.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipInputTest {

    @Test
    void read_bodiesOfAllSizes_giveTheOriginalBytes() throws IOException {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 100, 16 * 1024, 100_000, 1_000_000}) {
            byte[] body = new byte[size];
            random.nextBytes(body);

            assertThat(read(gzip(body))).isEqualTo(body);
        }
    }

    @Test
    void read_membersOnAStreamThatGivesOneByteAtATime_areAllRead() throws IOException {
        byte[] members = join(gzip("one"), gzip(""), gzip("two"));
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(members)) {
            @Override
            public int read(byte[] out, int offset, int length) throws IOException {
                return super.read(out, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };

        assertThat(new GzipInput(slow).readAllBytes()).asString().isEqualTo("onetwo");
    }

    @Test
    void read_headerWithEveryOptionalPart_isSkipped() throws IOException {
        byte[] plain = gzip("body");
        byte[] header = {
            0x1f,
            (byte) 0x8b,
            8,
            0x1f,
            1,
            2,
            3,
            4,
            0,
            3, // all flags
            2,
            0,
            'x',
            'y', // extra
            'n',
            'a',
            'm',
            'e',
            0, // name
            'c',
            0, // comment
            9,
            9 // header checksum
        };

        assertThat(read(join(header, Arrays.copyOfRange(plain, 10, plain.length))))
                .asString()
                .isEqualTo("body");
    }

    @Test
    void read_cutAnywhere_failsUnlessAtTheEndOfAMember() {
        byte[] first = gzip("one");
        byte[] members = join(first, gzip("two"));
        for (int length = 0; length < members.length; length++) {
            byte[] cut = Arrays.copyOf(members, length);
            if (length != first.length) {
                assertThatThrownBy(() -> read(cut)).as("%s bytes", length).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void read_wrongChecksumOrLength_fails() {
        for (int fromEnd = 1; fromEnd <= 8; fromEnd++) {
            byte[] damaged = gzip("body");
            damaged[damaged.length - fromEnd] ^= 1;

            assertThatThrownBy(() -> read(damaged))
                    .isInstanceOf(ZipException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void read_rubbishAfterAMember_fails() {
        assertThatThrownBy(() -> read(join(gzip("body"), new byte[8])))
                .isInstanceOf(ZipException.class)
                .hasMessage("not gzip data");
    }

    @Test
    void open_otherData_fails() {
        assertThatThrownBy(() -> new GzipInput(new ByteArrayInputStream("plain text".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ZipException.class);
    }

    @Test
    void read_afterClose_isAtTheEnd() throws IOException {
        GzipInput input = new GzipInput(new ByteArrayInputStream(gzip("body")));
        assertThat(input.read()).isEqualTo('b');
        input.close();

        assertThat(input.read()).isEqualTo(-1);
    }

    private static byte[] read(byte[] compressed) throws IOException {
        try (InputStream input = new GzipInput(new ByteArrayInputStream(compressed))) {
            return input.readAllBytes();
        }
    }

    private static byte[] gzip(String body) {
        return gzip(body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
