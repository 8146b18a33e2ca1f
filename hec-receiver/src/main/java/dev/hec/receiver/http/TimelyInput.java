package dev.hec.receiver.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that has to come at the pace of {@link BodyPace}; else reading ends with its exception. Bodies are wrapped by it where they
 * come in, below all that reads them at a pace of its own. Confined to one thread.
 */
public final class TimelyInput extends FilterInputStream {

    private final BodyPace pace;

    /** @param pace of this body */
    public TimelyInput(InputStream in, BodyPace pace) {
        super(in);
        this.pace = pace;
    }

    @Override
    public int read() throws IOException {
        pace.waiting();
        int next = super.read();
        if (next >= 0) {
            pace.came(1);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        pace.waiting();
        int count = super.read(into, offset, length);
        if (count >= 0) {
            pace.came(count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        pace.waiting();
        long skipped = super.skip(count);
        pace.came(skipped);
        return skipped;
    }
}
