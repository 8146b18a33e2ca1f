package dev.hec.it.chaos;

import dev.hec.it.SocketThread;
import dev.hec.transport.tls.TestAuthority;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Speaks TLS in front of a port that does not, with a certificate that clients trust, or with one that they do not. Thread-safe;
 * threads for each connection.
 */
final class TlsFront implements Closeable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final int behind;
    private final TestAuthority trusted = TestAuthority.root("CN=trusted");
    private final SSLContext right = context(trusted);
    private final SSLContext wrong = context(TestAuthority.root("CN=somebody else"));
    private volatile SSLContext current = right;

    TlsFront(int behind) throws IOException, GeneralSecurityException {
        this.behind = behind;
        SocketThread.start("chaos-tls", () -> {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                SocketThread.start("chaos-tls", () -> serve(client));
            }
        });
    }

    private static SSLContext context(TestAuthority authority) throws IOException, GeneralSecurityException {
        return authority.identity("127.0.0.1").serverContext(authority.certificate());
    }

    String url() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /** Writes what clients are to trust. */
    Path writeTrust(Path file) throws IOException {
        return Files.writeString(
                file, dev.hec.transport.tls.TestIdentity.pem(java.util.List.of(trusted.certificate())));
    }

    /** Connections from now on see the one certificate or the other; those there are end. */
    void showRight(boolean so) throws IOException {
        current = so ? right : wrong;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** How many clients have turned away. */
    int refusals() {
        return refusals.get();
    }

    private void serve(Socket client) throws IOException {
        SSLContext context = current;
        try (client;
                SSLSocket secure =
                        (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
            secure.setUseClientMode(false);
            try {
                secure.startHandshake();
                // With TLS 1.3 a client refuses after the handshake, as seen from here.
                pass(secure);
            } catch (IOException e) {
                if (context == wrong) {
                    refusals.incrementAndGet();
                }
            }
        } finally {
            sockets.remove(client);
        }
    }

    private void pass(SSLSocket secure) throws IOException {
        InputStream in = secure.getInputStream();
        byte[] bytes = new byte[16 * 1024];
        int length = in.read(bytes);
        try (Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), behind)) {
            sockets.add(plain);
            SocketThread.start("chaos-tls", () -> {
                try (OutputStream out = secure.getOutputStream()) {
                    plain.getInputStream().transferTo(out);
                }
            });
            while (length >= 0) {
                plain.getOutputStream().write(bytes, 0, length);
                length = in.read(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
