package dev.hec.receiver.batch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when a test says so. Thread-safe. */
public final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves it; by a negative duration, back. */
    public void move(Duration by) {
        now = now.plus(by);
    }
}
