package dev.hec.receiver.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads at a given speed, a tenth of a second's worth at a time. Confined to the thread of its request. */
final class SlowInput extends FilterInputStream {

    private static final int TURNS_A_SECOND = 10;

    private final FaultPlan plan;
    private final int bytesPerSecond;
    private final long generation;

    SlowInput(InputStream in, FaultPlan plan, int bytesPerSecond, long generation) {
        super(in);
        this.plan = plan;
        this.bytesPerSecond = bytesPerSecond;
        this.generation = generation;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        pay(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, Math.min(length, Math.max(1, bytesPerSecond / TURNS_A_SECOND)));
        pay(Math.max(0, count));
        return count;
    }

    private void pay(int count) {
        plan.clearings().pause(Duration.ofNanos(count * 1_000_000_000L / bytesPerSecond), generation);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
