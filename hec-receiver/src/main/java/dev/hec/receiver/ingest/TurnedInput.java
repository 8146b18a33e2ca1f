package dev.hec.receiver.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose bytes are taken in turns as far as they have come; waiting for more of them needs no turn. Confined to one thread. */
final class TurnedInput extends FilterInputStream {

    private static final int AT_ONCE = 64 * 1024;

    private final Turns turns;

    TurnedInput(InputStream in, Turns turns) {
        super(in);
        this.turns = turns;
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    /** Returns less than asked for where more would have to be waited for. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0 || in.available() == 0) {
            return in.read(bytes, offset, length);
        }
        turns.take();
        try {
            int most = Math.min(length, AT_ONCE);
            int size = in.read(bytes, offset, most);
            while (size > 0 && size < most && in.available() > 0) {
                int more = in.read(bytes, offset + size, most - size);
                if (more < 0) {
                    return size;
                }
                size += more;
            }
            return size;
        } finally {
            turns.give();
        }
    }
}
