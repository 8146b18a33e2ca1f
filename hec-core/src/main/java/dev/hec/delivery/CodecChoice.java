package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * The codec in use: the configured one, or gzip where it does not run on this machine, until the collector says it cannot read it.
 * Thread-safe.
 *
 * <p>What a collector refused once is not offered to it again. Whether the codec runs is found out when it is first needed:
 * loading a native library would be felt in the start of an application.
 */
final class CodecChoice {

    private final Codec configured;
    private final Diagnostics diagnostics;
    private volatile @Nullable Codec chosen;

    /** Whether the collector has accepted a body compressed with the current codec. */
    private volatile boolean proven;

    CodecChoice(Codec configured, Diagnostics diagnostics) {
        this.configured = configured;
        this.diagnostics = diagnostics;
    }

    Codec current() {
        Codec current = chosen;
        return current == null ? first() : current;
    }

    private Codec first() {
        boolean available = configured.available();
        Codec usable = available ? configured : Codec.GZIP;
        Codec current;
        boolean news;
        synchronized (this) {
            news = chosen == null;
            current = chosen == null ? usable : chosen;
            chosen = current;
        }
        if (news && !available) {
            // Not under the lock: who takes the message is not ours.
            diagnostics.warn(
                    "The native library of " + configured.name()
                            + " does not load on this machine; compressing with gzip. Set compression to gzip to silence this.");
        }
        return current;
    }

    /** Whether a collector that answers 400 may just not know this codec: it has never accepted a body of it. */
    boolean isInDoubt(Codec codec) {
        return codec != Codec.NONE && codec == current() && !proven;
    }

    /** The collector has accepted a body compressed with this codec. */
    synchronized void accepted(Codec codec) {
        if (codec == current()) {
            proven = true;
        }
    }

    /** The collector took uncompressed what it had refused compressed: it gets no more of that. */
    synchronized void unreadable(Codec codec) {
        if (codec == current()) {
            chosen = Codec.NONE;
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
        if (codec == current()) {
            chosen = codec == Codec.ZSTD ? Codec.GZIP : Codec.NONE;
            proven = false;
        }
        return true;
    }
}
