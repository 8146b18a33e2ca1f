package dev.hec.benchmarks.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the sink has found so far, as it tells. Thread-safe; a thread of its own reads. */
final class Progress implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Socket socket;
    private volatile long[] counts = new long[5];

    Progress(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        Thread thread = new Thread(this::read, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                long[] read = new long[parts.length];
                for (int i = 0; i < read.length; i++) {
                    read[i] = Long.parseLong(parts[i]);
                }
                counts = read;
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("the sink is gone", e);
            }
        }
    }

    /** Makes the sink forget everything, and wait before each reply from now on. */
    void reset(int delayMillis) throws IOException {
        socket.getOutputStream().write(delayMillis);
        while (found() != 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    long found() {
        return counts[0];
    }

    long again() {
        return counts[1];
    }

    long overtaken() {
        return counts[2];
    }

    long wireBytes() {
        return counts[3];
    }

    long requests() {
        return counts[4];
    }

    /** Waits until so many are found, or nothing more has come for 20 s. */
    void awaitFound(long wanted) {
        long before = -1;
        long changed = System.nanoTime();
        while (found() < wanted && System.nanoTime() - changed < PATIENCE_NANOS) {
            if (found() != before) {
                before = found();
                changed = System.nanoTime();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
