package dev.hec.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way to make bytes smaller and back, known by the word used in settings and by its {@code Content-Encoding}.
 *
 * <p>Immutable and thread-safe; the compressors and streams it hands out are confined to one thread each. gzip and zstd are
 * the codings that the vendor's article names.
 */
public interface Codec {

    /** Bytes as they are. */
    Codec NONE = new IdentityCodec();

    /** gzip (RFC 1952). */
    Codec GZIP = new GzipCodec();

    /** Zstandard (RFC 8878). */
    Codec ZSTD = new ZstdCodec();

    /** The word for this codec in settings: {@code none}, {@code gzip} or {@code zstd}. */
    String name();

    /** The value of the {@code Content-Encoding} header, or null where the header is left out. */
    @Nullable
    String contentEncoding();

    /** Whether this machine can run the codec; false where its native library does not load. */
    boolean available();

    /**
     * A new compressor.
     *
     * @param level effort: for gzip 1 to 9, for zstd 1 to 22; 0 takes this codec's default
     */
    Compressor compressor(int level);

    /**
     * A stream that gives the original bytes back. Concatenated gzip members and zstd frames are read through.
     *
     * <p>The stream does not bound what it gives: count while reading, since a small body can inflate to any size.
     *
     * @throws IOException at once or while reading, if the bytes are not of this coding or end too early
     */
    InputStream decompress(InputStream compressed) throws IOException;

    /** The codec for a word of the settings, in any letter case. */
    static Optional<Codec> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /**
     * The codec for a {@code Content-Encoding} header in any letter case; null, blank and {@code identity} are
     * {@link #NONE}.
     */
    static Optional<Codec> forContentEncoding(@Nullable String header) {
        String coding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> Optional.of(NONE);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }
}
