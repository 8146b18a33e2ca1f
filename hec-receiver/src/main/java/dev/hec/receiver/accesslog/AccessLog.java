package dev.hec.receiver.accesslog;

import dev.hec.receiver.config.FileTrouble;
import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.ExchangeObserver;
import dev.hec.receiver.metrics.Metric;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each request. A request only puts its line into a queue; a thread of the log writes what is there. When the
 * disk is full, or slower than requests come, lines are lost and counted, and no request waits.
 *
 * <p><b>Threads.</b> {@link #observe} is called by any thread, {@link #close} by one. The target is the writer thread's.
 *
 * <p><b>Lock.</b> {@code lock} guards the queue and {@code closed}; nothing is formatted or written under it.
 */
public final class AccessLog implements ExchangeObserver, Closeable {

    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    /** With the bounds of a line's parts this is about 10 MB at the very most, and 1 MB in practice. */
    private static final int MOST_WAITING = 4096;

    private static final int MOST_AT_ONCE = 512;
    private static final long FILE_BYTES = 50L << 20;
    private static final int FILES = 10;
    private static final long CLOSE_MILLIS = 2000;

    private final LogTarget target;
    private final InstantSource clock;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private boolean closed;

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    AccessLog(LogTarget target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
        writer = new Thread(this::run, "hec-access-log");
        writer.setDaemon(true);
    }

    /**
     * Opens an access log.
     *
     * @param place a file, or {@code -} for standard output
     * @throws IOException if the file cannot be written; the message says which, and why
     */
    public static AccessLog open(String place, InstantSource clock) throws IOException {
        AccessLog log = new AccessLog(place.equals("-") ? standardOutput() : file(place), clock);
        log.start();
        return log;
    }

    private static LogTarget file(String place) throws IOException {
        try {
            return new RotatingFile(Path.of(place), FILE_BYTES, FILES);
        } catch (IOException e) {
            throw new IOException("access-log: " + place + " cannot be written: " + FileTrouble.of(e), e);
        } catch (InvalidPathException e) {
            throw new IOException("access-log: " + place + " is no path here: " + e.getReason(), e);
        }
    }

    private static LogTarget standardOutput() {
        PrintStream out = System.out;
        return new LogTarget() {
            @Override
            public void write(byte[] lines) throws IOException {
                out.write(lines);
                if (out.checkError()) {
                    throw new IOException("standard output takes no more");
                }
            }

            @Override
            public void close() {
                // it is not ours
            }
        };
    }

    void start() {
        writer.start();
    }

    /** The rows of the table of metrics. */
    public List<Metric> rows() {
        return List.of(
                Metric.counter("hec_receiver_access_log_lines_total", "Lines written to the access log", written::get),
                Metric.counter(
                        "hec_receiver_access_log_lost_lines_total",
                        "Lines that the access log could not take, because its disk was full or too slow",
                        lost::get));
    }

    /** Lines that were lost. */
    long lost() {
        return lost.get();
    }

    @Override
    public void observe(Exchange exchange) {
        String line = AccessLine.of(exchange, clock.instant());
        lock.lock();
        try {
            if (closed || waiting.size() == MOST_WAITING) {
                lost.incrementAndGet();
            } else {
                waiting.add(line);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean failing = false;
        for (List<String> lines = take(); lines != null; lines = take()) {
            try {
                target.write(bytes(lines));
                written.addAndGet(lines.size());
                failing = false;
            } catch (IOException | RuntimeException | Error e) { // whatever it is, the next lines may be written again
                lost.addAndGet(lines.size());
                if (!failing) {
                    LOG.log(Level.WARNING, "The access log loses lines, which are counted: {0}", e.toString());
                }
                failing = true;
            }
        }
        try {
            target.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The access log could not be closed", e);
        }
    }

    /** The next lines; null when there are none and none will come. */
    private @Nullable List<String> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (waiting.isEmpty()) {
                return null;
            }
            List<String> lines = new ArrayList<>();
            while (lines.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
                lines.add(waiting.remove());
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    private static byte[] bytes(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes what waits, and ends the thread; gives up on a disk that takes longer than two seconds. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
