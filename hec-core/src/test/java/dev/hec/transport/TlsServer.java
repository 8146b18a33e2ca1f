package dev.hec.transport;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A collector on loopback that speaks TLS, and remembers who came. Thread-safe. */
public final class TlsServer implements AutoCloseable {

    private static final byte[] SUCCESS = "{\"text\":\"Success\",\"code\":0}".getBytes(StandardCharsets.US_ASCII);

    private final HttpsServer server;
    private final List<String> protocols = new CopyOnWriteArrayList<>();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> connections = Collections.newSetFromMap(new ConcurrentHashMap<>());

    /** What a server asks of its clients. */
    public enum Ask {
        NOTHING,
        CERTIFICATE
    }

    /** Starts a server. */
    public TlsServer(TestIdentity identity, X509Certificate clientsTrusted, Ask ask, String... protocolsOffered)
            throws IOException, GeneralSecurityException {
        SSLContext context = identity.serverContext(clientsTrusted);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters https) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                parameters.setNeedClientAuth(ask == Ask.CERTIFICATE);
                if (protocolsOffered.length > 0) {
                    parameters.setProtocols(protocolsOffered);
                }
                https.setSSLParameters(parameters);
            }
        });
        server.createContext("/", exchange -> {
            SSLSession session = ((HttpsExchange) exchange).getSSLSession();
            protocols.add(session.getProtocol());
            clients.add(peer(session));
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            connections.add(exchange.getRemoteAddress());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, SUCCESS.length);
            exchange.getResponseBody().write(SUCCESS);
            exchange.close();
        });
        server.start();
    }

    private static String peer(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** An address under a name of this machine. */
    public URI url(String host) {
        return URI.create("https://" + host + ":" + address().getPort() + "/services/collector/event");
    }

    /** TLS version of each request. */
    public List<String> protocols() {
        return protocols;
    }

    /** Names in the certificates of the clients of each request. */
    public List<String> clients() {
        return clients;
    }

    /** Headers of each request. */
    public List<Map<String, List<String>>> headers() {
        return headers;
    }

    int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
