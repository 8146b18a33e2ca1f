package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Diagnostics;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecChoiceTest {

    private final List<String> warnings = new ArrayList<>();
    private final Diagnostics diagnostics = new Diagnostics() {

        @Override
        public void info(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    };

    /** A codec whose native library is not for this machine. */
    private static final class Absent implements Codec {

        private int asked;

        @Override
        public String name() {
            return "rare";
        }

        @Override
        public String contentEncoding() {
            return "rare";
        }

        @Override
        public boolean available() {
            asked++;
            return false;
        }

        @Override
        public Compressor compressor(int level) {
            throw new AssertionError("not available");
        }

        @Override
        public InputStream decompress(InputStream compressed) {
            throw new AssertionError("not available");
        }
    }

    @Test
    void current_codecThatDoesNotRunHere_isGzipAndSaidOnce() {
        Absent absent = new Absent();
        CodecChoice choice = new CodecChoice(absent, diagnostics);

        assertThat(absent.asked).as("asked before it is needed").isZero();
        assertThat(choice.current()).isSameAs(Codec.GZIP);
        assertThat(choice.current()).isSameAs(Codec.GZIP);
        assertThat(warnings).hasSize(1).first().asString().contains("rare", "compression to gzip");
        assertThat(absent.asked).isOne();
    }

    @Test
    void refused_eachInTurn_stepsDownToNone() {
        CodecChoice choice = new CodecChoice(Codec.ZSTD, diagnostics);

        assertThat(choice.refused(Codec.ZSTD)).isTrue();
        assertThat(choice.current()).isSameAs(Codec.GZIP);
        assertThat(choice.refused(Codec.ZSTD)).as("another thread was earlier").isTrue();
        assertThat(choice.current()).isSameAs(Codec.GZIP);
        assertThat(choice.refused(Codec.GZIP)).isTrue();
        assertThat(choice.current()).isSameAs(Codec.NONE);
        assertThat(choice.refused(Codec.NONE)).isFalse();
        assertThat(warnings).isEmpty();
    }
}
