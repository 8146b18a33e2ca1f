package dev.hec.delivery;

import dev.hec.codec.Codec;

/**
 * The codec in use: the configured one, until the collector says it cannot read it. Thread-safe.
 *
 * <p>What a collector refused once is not offered to it again.
 */
final class CodecChoice {

    private volatile Codec current;

    CodecChoice(Codec configured) {
        current = configured;
    }

    Codec current() {
        return current;
    }

    /**
     * Steps down from a codec that was refused: zstd to gzip to none.
     *
     * @return false if there is nothing left to step down to
     */
    synchronized boolean refused(Codec codec) {
        if (codec == Codec.NONE) {
            return false;
        }
        if (codec == current) {
            current = codec == Codec.ZSTD ? Codec.GZIP : Codec.NONE;
        }
        return true;
    }
}
