package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a sender and the receiver, and cuts the sender's connection at moments that a seed decides. Takes one request of
 * a connection. Thread-safe.
 */
final class CuttingRelay implements Closeable {

    /** When a connection is cut. */
    enum Cut {
        NEVER,
        BEFORE_THE_REQUEST,
        WHILE_IT_IS_STORED,
        BEFORE_THE_REPLY,
        IN_THE_REPLY
    }

    private final ServerSocket listener;
    private final Random random;
    private final AtomicInteger[] cuts = new AtomicInteger[Cut.values().length];
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    CuttingRelay(long seed, int target) throws IOException {
        random = new Random(seed);
        this.target = target;
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = new AtomicInteger();
        }
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::accept, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on requests go to another port. */
    void target(int port) {
        target = port;
    }

    /** How often it cut there. */
    int count(Cut cut) {
        return cuts[cut.ordinal()].get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket sender = listener.accept();
                Cut cut = next();
                Thread thread = new Thread(() -> relay(sender, cut), "relay");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    /** Most requests are let through, so that the test ends. */
    private Cut next() {
        int choice = random.nextInt(2 * cuts.length);
        return choice < cuts.length ? Cut.values()[choice] : Cut.NEVER;
    }

    private void relay(Socket sender, Cut cut) {
        open.add(sender);
        try (sender) {
            byte[] request = message(sender.getInputStream());
            cuts[cut.ordinal()].incrementAndGet();
            if (cut == Cut.BEFORE_THE_REQUEST) {
                return;
            }
            try (Socket receiver = new Socket("127.0.0.1", target)) {
                open.add(receiver);
                receiver.getOutputStream().write(request);
                if (cut == Cut.WHILE_IT_IS_STORED) {
                    sender.close();
                }
                byte[] reply = message(receiver.getInputStream()); // now it is stored
                open.remove(receiver);
                if (cut == Cut.IN_THE_REPLY) {
                    sender.getOutputStream().write(reply, 0, reply.length / 2);
                } else if (cut == Cut.NEVER) {
                    sender.getOutputStream().write(reply);
                }
            }
        } catch (IOException e) {
            return; // the sender sees its connection closed, which is what this class is for
        } finally {
            open.remove(sender);
        }
    }

    /** A request or a reply with {@code Content-Length}. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended in the head");
            }
            bytes.write(next);
        }
        for (String line : bytes.toString(ISO_8859_1).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                int length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
                bytes.write(in.readNBytes(length));
            }
        }
        return bytes.toByteArray();
    }
}
