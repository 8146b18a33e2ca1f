package dev.hec.doctor;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes any certificate chain and remembers it: to show what a server presents that is not trusted. Confined to one thread.
 *
 * <p>For looking only: nothing is ever sent over a connection made with it, least of all a token.
 */
final class RecordedChain extends X509ExtendedTrustManager {

    private List<X509Certificate> chain = List.of();

    /** What was presented, the server's own certificate first; empty if nothing was. */
    List<X509Certificate> chain() {
        return chain;
    }

    /** For one handshake that this records. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange, Socket socket) {
        chain = List.of(presented);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange, SSLEngine engine) {
        chain = List.of(presented);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String keyExchange) {
        chain = List.of(presented);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange, Socket socket) {
        throw new UnsupportedOperationException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange, SSLEngine engine) {
        throw new UnsupportedOperationException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String keyExchange) {
        throw new UnsupportedOperationException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
