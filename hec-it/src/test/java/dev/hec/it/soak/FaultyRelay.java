package dev.hec.it.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hec.it.SocketThread;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and the receiver, and does to their requests what the fault of the moment says.
 *
 * <p>Thread-safe; a thread for each connection. The monitor guards the listener and its stand-in.
 */
public final class FaultyRelay implements Closeable {

    private static final int RECEIVER_PATIENCE_MILLIS = 30_000;
    private static final Duration REBIND_PATIENCE = Duration.ofSeconds(20);

    private static final HttpMessage.Pause SLOW = new HttpMessage.Pause() {
        @Override
        public int step() {
            return 200;
        }

        @Override
        public void afterStep() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    };

    private final int receiverPort;
    private final Requests requests;
    private final long lateNanos;
    private final InetSocketAddress address;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;
    /** Holds the address while nobody listens there. */
    private @Nullable Socket standIn;

    private volatile Fault fault = Fault.NONE;
    private volatile boolean tooLargeIsDue;

    /** @param late longer than clients wait for an answer */
    public FaultyRelay(int receiverPort, Requests requests, Duration late) throws IOException {
        this.receiverPort = receiverPort;
        this.requests = requests;
        lateNanos = late.toNanos();
        ServerSocket first = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        address = new InetSocketAddress(first.getInetAddress(), first.getLocalPort());
        listen(first);
    }

    public String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    /** From now on does this. */
    public synchronized void set(Fault next) throws IOException {
        tooLargeIsDue = next == Fault.TOO_LARGE;
        if (next == Fault.REFUSE && standIn == null) {
            if (listener != null) {
                listener.close();
                listener = null;
            }
            Socket holder = new Socket();
            holder.setReuseAddress(true);
            bind(() -> holder.bind(address));
            standIn = holder;
            requests.met(Fault.REFUSE);
            cutAll();
        } else if (next != Fault.REFUSE && standIn != null) {
            standIn.close();
            standIn = null;
            ServerSocket again = new ServerSocket();
            again.setReuseAddress(true);
            bind(() -> again.bind(address, 50));
            listen(again);
        }
        fault = next;
    }

    private interface Binding {
        void bind() throws IOException;
    }

    /** For a moment the kernel may still hold the address. */
    private static void bind(Binding binding) throws IOException {
        long deadline = System.nanoTime() + REBIND_PATIENCE.toNanos();
        while (true) {
            try {
                binding.bind();
                return;
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** Ends what hangs, so that clients need not wait for their timeouts. */
    public void cutAll() {
        clients.forEach(FaultyRelay::reset);
    }

    @Override
    public synchronized void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        if (standIn != null) {
            standIn.close();
        }
        cutAll();
    }

    private synchronized void listen(ServerSocket on) {
        listener = on;
        SocketThread.start("soak-relay", () -> {
            while (true) {
                Socket client = on.accept();
                clients.add(client);
                SocketThread.start("soak-relay", () -> serve(client));
            }
        });
    }

    private void serve(Socket client) throws IOException {
        boolean keep = false;
        try (Receiver receiver = new Receiver()) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            do {
                if (fault == Fault.HALF_OPEN) {
                    requests.met(Fault.HALF_OPEN);
                    keep = true;
                    return;
                }
            } while (one(in, client, receiver));
        } finally {
            if (!keep) {
                reset(client);
                clients.remove(client);
            }
        }
    }

    /** Serves one request; whether the connection is still good. */
    private boolean one(InputStream in, Socket client, Receiver receiver) throws IOException {
        HttpMessage head = HttpMessage.readHead(in);
        Fault now = fault;
        if (now == Fault.RESET_BEFORE_BODY) {
            requests.met(now);
            return false;
        }
        HttpMessage request = head.withBody(in, now == Fault.SLOW_READ ? SLOW : HttpMessage.Pause.NONE);
        String answer = requests.answerToMarked(request.text()).orElse(null);
        if (answer != null) {
            write(client, answer);
            return true;
        }
        if (now == Fault.TOO_LARGE && !mayBeTooLarge(request)) {
            now = Fault.NONE;
        }
        requests.met(now);
        answer = now.reply();
        if (answer != null) {
            write(client, answer);
            return true;
        }
        return switch (now) {
            case RESET_AFTER_BODY, HALF_OPEN -> false;
            case GARBAGE -> {
                write(client, "SMTP ready\r\n\r\n");
                yield false;
            }
            case HANG -> {
                // Until the client hangs up.
                in.transferTo(java.io.OutputStream.nullOutputStream());
                yield false;
            }
            case STORE_LATE -> {
                requests.forwarding(request);
                long until = System.nanoTime() + lateNanos;
                while (System.nanoTime() - until < 0) {
                    LockSupport.parkNanos(until - System.nanoTime());
                }
                receiver.exchange(request);
                yield false;
            }
            default -> {
                requests.forwarding(request);
                yield passOn(now, receiver.exchange(request).bytes(), client);
            }
        };
    }

    private synchronized boolean mayBeTooLarge(HttpMessage request) {
        boolean so = tooLargeIsDue && !requests.maybeStored(request) && holdsSeveral(request);
        tooLargeIsDue &= !so;
        return so;
    }

    private static boolean holdsSeveral(HttpMessage request) {
        try {
            return request.text().split("\"event\":", 3).length > 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean passOn(Fault now, byte[] reply, Socket client) throws IOException {
        switch (now) {
            case LOSE_REPLY -> {
                return false;
            }
            case CUT_REPLY -> {
                client.getOutputStream().write(reply, 0, reply.length / 2);
                return false;
            }
            case SLOW_REPLY -> {
                for (byte one : reply) {
                    client.getOutputStream().write(one);
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
                }
                return true;
            }
            default -> {
                client.getOutputStream().write(reply);
                return true;
            }
        }
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    /** The connection to the receiver that belongs to one of a client. Confined to its thread. */
    private final class Receiver implements Closeable {

        private @Nullable Socket socket;

        HttpMessage exchange(HttpMessage request) throws IOException {
            Socket open = socket;
            if (open == null) {
                open = new Socket(InetAddress.getByName("127.0.0.1"), receiverPort);
                open.setSoTimeout(RECEIVER_PATIENCE_MILLIS);
                socket = open;
            }
            open.getOutputStream().write(request.bytes());
            return HttpMessage.read(open.getInputStream());
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
