package dev.hec.it.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hec.delivery.FleetHistory;
import dev.hec.delivery.FleetScenario;
import dev.hec.it.SocketThread;
import dev.hec.it.soak.Fault;
import dev.hec.it.soak.HttpMessage;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a fleet and the receiver, counts requests and answers second by second, and answers 503 itself during the outage
 * of the scenario. Thread-safe; a thread for each connection. The monitor guards the counts.
 */
final class FleetGate implements Closeable {

    /** Request header with the number of the client. */
    static final String CLIENT = "X-Fleet-Client";

    private static final byte[] OUTAGE =
            Fault.reply(503, "{\"text\":\"Server is busy\",\"code\":9}", "").getBytes(ISO_8859_1);

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong others = new AtomicLong();
    private final int receiverPort;
    private final FleetScenario scenario;
    private final long start = System.nanoTime();
    private final int[] requests;
    private final int[] accepted;
    private final long[] acceptedBytes;
    private final int[][] acceptedBy;

    FleetGate(int receiverPort, FleetScenario scenario) throws IOException {
        this.receiverPort = receiverPort;
        this.scenario = scenario;
        requests = new int[scenario.seconds()];
        accepted = new int[scenario.seconds()];
        acceptedBytes = new long[scenario.seconds()];
        acceptedBy = new int[scenario.clients()][scenario.seconds()];
        SocketThread.start("fleet-gate", () -> {
            while (true) {
                Socket client = listener.accept();
                SocketThread.start("fleet-gate", () -> serve(client));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Nanoseconds since the run began. */
    long elapsed() {
        return System.nanoTime() - start;
    }

    private int second() {
        return (int) Math.min(TimeUnit.NANOSECONDS.toSeconds(elapsed()), Integer.MAX_VALUE);
    }

    private void serve(Socket client) throws IOException {
        sockets.add(client);
        try (client;
                Socket receiver = new Socket(InetAddress.getByName("127.0.0.1"), receiverPort)) {
            sockets.add(receiver);
            client.setTcpNoDelay(true);
            receiver.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            InputStream replies = new BufferedInputStream(receiver.getInputStream());
            while (true) {
                HttpMessage request = HttpMessage.read(in);
                int second = second();
                if (second >= scenario.outageFrom() && second < scenario.outageTo()) {
                    count(second, request, 503);
                    client.getOutputStream().write(OUTAGE);
                } else {
                    receiver.getOutputStream().write(request.bytes());
                    HttpMessage reply = HttpMessage.read(replies);
                    count(second, request, status(reply));
                    client.getOutputStream().write(reply.bytes());
                }
            }
        }
    }

    private static int status(HttpMessage reply) {
        return Integer.parseInt(new String(reply.head(), 9, 3, ISO_8859_1));
    }

    private synchronized void count(int second, HttpMessage request, int status) {
        if (second >= requests.length) {
            return;
        }
        requests[second]++;
        if (status == 200) {
            accepted[second]++;
            acceptedBytes[second] += request.body().length;
            acceptedBy[Integer.parseInt(request.header(CLIENT.toLowerCase(java.util.Locale.ROOT), ""))][second]++;
        } else if (status != 429 && status != 503) {
            others.incrementAndGet();
        }
    }

    /** Answers that are neither yes nor an appeal for patience. */
    long others() {
        return others.get();
    }

    /**
     * What has happened.
     *
     * @param paces at the end of each second, in ascending order
     */
    synchronized FleetHistory history(double[][] paces) {
        return new FleetHistory(
                scenario,
                requests.clone(),
                accepted.clone(),
                acceptedBytes.clone(),
                Arrays.stream(acceptedBy).map(int[]::clone).toArray(int[][]::new),
                paces);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
