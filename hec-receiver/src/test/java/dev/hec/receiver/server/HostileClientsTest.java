package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that hurts at once, on a receiver with a small heap: bodies of 10 MB, gzip and zstd bombs, deep nesting, senders that
 * stop in the middle of a body, with a token and without, and readers of the largest pages, some of whom do not read on. Health has to
 * be answered all the time.
 *
 * <p>The default build does it with few clients; {@code -Phostile} with 200 of each large kind and a heap of 512 MB, and there health
 * has to be answered within a second. That is only fair on a machine with nothing else to do, so a second receiver, which nobody
 * hurts, is asked as well and its times are told too.
 */
@Timeout(600)
class HostileClientsTest {

    private static final int CLIENTS = Integer.getInteger("hec.receiver.hostile", 12);
    private static final boolean LONG = CLIENTS >= 200;
    private static final int BODY = 10 * 1024 * 1024;

    @TempDir
    Path directory;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Map<String, Integer> answers = new TreeMap<>();
    private volatile boolean stop;

    @Test
    void everythingAtOnce_healthIsAnsweredAndMemoryHolds() throws Exception {
        try (ReceiverChild receiver =
                        ReceiverChild.start(directory, LONG ? "-Xmx512m" : "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
                ReceiverChild idle = ReceiverChild.start(Files.createDirectory(directory.resolve("idle")), "-Xmx64m")) {
            health(receiver); // so that classes are loaded
            health(idle);
            List<Thread> clients = new ArrayList<>();
            byte[] large = events();
            byte[] gzip = gzipBomb();
            byte[] zstd = zstdBomb();
            byte[] nested = nested();
            // A receiver that has worked a little: the question is not how fast a JVM warms up.
            for (int i = 0; i < (LONG ? 30 : 1); i++) {
                exchange(receiver, "", large);
                exchange(receiver, "Content-Encoding: gzip\r\n", gzip);
                exchange(receiver, "Content-Encoding: zstd\r\n", zstd);
                health(receiver);
            }
            for (int i = 0; i < 12; i++) {
                clients.add(reader(receiver, false));
                clients.add(reader(receiver, true));
            }
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client("10 MB", receiver, "", large)); // all at once in the beginning
                clients.add(slow(receiver, ReceiverChild.TOKEN));
                if (i % 4 == 0) {
                    clients.add(client("gzip bomb", receiver, "Content-Encoding: gzip\r\n", gzip));
                    clients.add(client("zstd bomb", receiver, "Content-Encoding: zstd\r\n", zstd));
                    clients.add(client("nested", receiver, "", nested));
                    clients.add(slow(receiver, "stranger"));
                }
            }
            clients.forEach(Thread::start);
            List<Long> control = new ArrayList<>();
            List<Long> millis = watchHealth(receiver, idle, control, LONG ? 60 : 5);
            stop = true;
            done.countDown();
            for (Thread client : clients) {
                client.join();
            }
            long slowest = Collections.max(millis);
            System.out.println(CLIENTS + " clients of each large kind: health " + times(millis)
                    + "; of an idle receiver " + times(control) + "; " + answers);
            if (LONG) {
                assertThat(slowest).as("slowest answer of health, ms").isLessThan(1000);
            }
            assertThat(receiver.alive()).as(receiver.log()).isTrue();
            assertThat(receiver.log()).doesNotContain("OutOfMemoryError");
            assertThat(answers)
                    .containsKey("10 MB 200")
                    .containsKey("nested 400")
                    .containsKey("page 200");
            assertThat(answers.keySet())
                    .filteredOn(kind -> kind.contains("bomb"))
                    .allMatch(kind -> kind.endsWith("413") || kind.endsWith("503"));
            assertThat(exchange(receiver, "", "{\"event\":\"after\"}".getBytes(US_ASCII)))
                    .isEqualTo("200");
        }
    }

    /** Asks on new connections, as a load balancer does. */
    private static List<Long> watchHealth(ReceiverChild receiver, ReceiverChild idle, List<Long> control, int seconds)
            throws Exception {
        List<Long> millis = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            millis.add(health(receiver));
            control.add(health(idle));
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS); // between two questions
        }
        return millis;
    }

    private static String times(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.size() + " times, median " + sorted.get(sorted.size() / 2) + " ms, slowest "
                + sorted.get(sorted.size() - 1) + " ms";
    }

    private static long health(ReceiverChild receiver) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = connect(receiver)) {
            socket.getOutputStream()
                    .write("GET /services/collector/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            assertThat(status(socket.getInputStream())).isIn("200", "503");
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Sends the same body again and again until it is told to stop. */
    private Thread client(String kind, ReceiverChild receiver, String headers, byte[] body) {
        return new Thread(() -> {
            int busy = 0;
            do {
                String answer;
                try {
                    answer = exchange(receiver, headers, body);
                } catch (IOException e) {
                    answer = "cut off";
                }
                synchronized (answers) {
                    answers.merge(kind + " " + answer, 1, Integer::sum);
                }
                busy = answer.equals("503") ? Math.min(busy + 1, 4) : 0;
            } while (!stop && pause(500 << busy)); // a second, as Retry-After says, and longer from time to time
        });
    }

    /** Asks for the largest pages, and reads them at once or only their beginning. */
    private Thread reader(ReceiverChild receiver, boolean slow) {
        return new Thread(() -> {
            do {
                String answer;
                try (Socket socket = connect(receiver)) {
                    socket.getOutputStream()
                            .write(("GET /api/events?limit=10000 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                                            + "Authorization: Bearer " + ReceiverChild.TOKEN + "\r\n\r\n")
                                    .getBytes(US_ASCII));
                    InputStream in = socket.getInputStream();
                    answer = status(in);
                    if (slow) {
                        pause(60_000);
                    } else {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                } catch (IOException e) {
                    answer = "cut off";
                }
                synchronized (answers) {
                    answers.merge((slow ? "page, slow " : "page ") + answer, 1, Integer::sum);
                }
            } while (!stop && pause(500));
        });
    }

    /** Sends the beginning of a body and then a byte now and then. */
    private Thread slow(ReceiverChild receiver, String token) {
        return new Thread(() -> {
            while (!stop) {
                try (Socket socket = connect(receiver)) {
                    OutputStream out = socket.getOutputStream();
                    out.write(head(token, "", BODY).getBytes(US_ASCII));
                    do {
                        out.write(' ');
                    } while (pause(500));
                } catch (IOException e) {
                    pause(500); // it was shown the door; it comes again
                }
            }
        });
    }

    private boolean pause(int millis) {
        try {
            return !done.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static String exchange(ReceiverChild receiver, String headers, byte[] body) throws IOException {
        try (Socket socket = connect(receiver)) {
            OutputStream out = socket.getOutputStream();
            try {
                out.write(head(ReceiverChild.TOKEN, headers, body.length).getBytes(US_ASCII));
                out.write(body);
            } catch (IOException e) {
                return status(socket.getInputStream()); // refused before the end, perhaps with a reason
            }
            return status(socket.getInputStream());
        }
    }

    private static Socket connect(ReceiverChild receiver) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(120_000);
        socket.connect(new InetSocketAddress("127.0.0.1", receiver.port()), 60_000);
        return socket;
    }

    private static String head(String token, String headers, int length) {
        return "POST /services/collector/event HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token + "\r\n" + headers
                + "Content-Length: " + length + "\r\n\r\n";
    }

    private static String status(InputStream in) throws IOException {
        byte[] line = in.readNBytes(12);
        if (line.length < 12) {
            throw new IOException("no reply");
        }
        return new String(line, 9, 3, US_ASCII);
    }

    /** As many bytes as are taken, in events of a common size. */
    private static byte[] events() {
        String event =
                "{\"event\":{\"level\":\"INFO\",\"message\":\"" + "some words of a log event ".repeat(16) + "\"}}";
        return event.repeat(BODY / event.length()).getBytes(US_ASCII);
    }

    private static byte[] gzipBomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zstdBomb() throws IOException {
        try (Compressor compressor = Codec.ZSTD.compressor(0)) {
            ByteBuffer zeros = ByteBuffer.wrap(new byte[64 << 20]);
            ByteBuffer bomb = compressor.compress(zeros);
            byte[] bytes = new byte[bomb.remaining()];
            bomb.get(bytes);
            return bytes;
        }
    }

    private static byte[] nested() {
        byte[] body = new byte[100_000 * 5];
        Arrays.fill(body, (byte) '[');
        byte[] start = "{\"event\":{\"a\":".getBytes(US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        return body;
    }
}
