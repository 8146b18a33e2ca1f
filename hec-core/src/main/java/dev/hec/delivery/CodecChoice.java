package dev.hec.delivery;

import dev.hec.codec.Codec;

/**
 * The codec in use: the configured one, until the collector says it cannot read it. Thread-safe.
 *
 * <p>What a collector refused once is not offered to it again.
 */
final class CodecChoice {

    private volatile Codec current;

    /** Whether the collector has accepted a body compressed with the current codec. */
    private volatile boolean proven;

    CodecChoice(Codec configured) {
        current = configured;
    }

    Codec current() {
        return current;
    }

    /** Whether a collector that answers 400 may just not know this codec: it has never accepted a body of it. */
    boolean isInDoubt(Codec codec) {
        return codec != Codec.NONE && codec == current && !proven;
    }

    /** The collector has accepted a body compressed with this codec. */
    synchronized void accepted(Codec codec) {
        if (codec == current) {
            proven = true;
        }
    }

    /** The collector took uncompressed what it had refused compressed: it gets no more of that. */
    synchronized void unreadable(Codec codec) {
        if (codec == current) {
            current = Codec.NONE;
        }
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
            proven = false;
        }
        return true;
    }
}
