package dev.hec.doctor;

import dev.hec.time.Time;
import dev.hec.transport.Trouble;
import dev.hec.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Shakes hands as the appender would, and says in its words where that fails. Shows the certificates of both sides in either
 * case. Sends nothing but handshakes. Used by one thread, once for each address.
 */
final class TlsCheck {

    private static final Duration SOON = Duration.ofDays(30);

    private final TlsSettings settings;
    private final Network network;
    private final Time time;
    private final Report report;
    private final Redaction redaction;

    /** What to do about a certificate of ours that the collector asked for in vain; empty if there is no such. */
    private String keyAdvice = "";

    TlsCheck(Network network, Time time, Report report, Redaction redaction) {
        settings = network.settings().tls();
        this.network = network;
        this.time = time;
        this.report = report;
        this.redaction = redaction;
    }

    /** Whether the appender would go on. */
    boolean check(Hop hop) {
        try {
            show(handshake(network.tls(), hop, true), hop);
            return true;
        } catch (Hop.TunnelRefused e) {
            report.fail("proxy", redaction.clean(String.valueOf(e.getMessage())));
            report.advise(e.advice());
        } catch (IOException e) {
            Look look = Look.at(hop);
            explain(e, look, hop);
            show(look.chain());
        }
        return false;
    }

    private void show(SSLSession session, Hop hop) throws SSLPeerUnverifiedException {
        report.ok(
                "tls",
                session.getProtocol() + ", " + session.getCipherSuite() + "; the chain is trusted by "
                        + (settings.trust() == null ? "this JVM's list" : "tlsTrust") + " and the host name matches");
        show(certificates(session.getPeerCertificates()).toList());
        if (!settings.pins().isEmpty()) {
            report.ok("pins", "one of tlsPins is in the chain");
        }
        Certificate[] own = session.getLocalCertificates();
        if (own == null) {
            explainWhyNoneOfOurs(hop);
        } else {
            certificates(own)
                    .limit(1)
                    .forEach(first ->
                            report.ok("tlsKey", "shown to the collector: " + Certificates.describe(first, time.now())));
        }
    }

    private void explainWhyNoneOfOurs(Hop hop) {
        Look look = Look.at(hop);
        if (look.isAskedForCertificate()) {
            keyAdvice = adviceForKey(look);
            report.warn("tlsKey", "the collector asks for a certificate of this client, and got none");
        } else if (settings.key() != null) {
            report.info("tlsKey", "the collector does not ask for a certificate, so it is not shown");
        }
    }

    private String adviceForKey(Look look) {
        if (settings.key() == null) {
            return "give a certificate, with its private key, as tlsKey";
        }
        String issuers = redaction.clean(String.join(", ", look.issuers()));
        return "the one in tlsKey does not come from an authority it takes"
                + (issuers.isEmpty() ? "" : " (such as " + issuers + ")") + ", or lacks the certificates in between";
    }

    /** Reports a request that failed after the handshake, if TLS is why. From TLS 1.3 on that is when keys are refused. */
    boolean explains(IOException failure) {
        if (isExplained(failure)) {
            return true;
        }
        if (keyAdvice.isEmpty() || failure instanceof HttpTimeoutException) {
            return false;
        }
        report.fail("tls", "the collector hangs up on a client that shows no certificate");
        report.advise(keyAdvice);
        return true;
    }

    private boolean isExplained(IOException failure) {
        Trouble trouble = Trouble.explained(failure);
        if (trouble != null) {
            report.fail("tls", redaction.clean(trouble.kind()));
            report.advise(redaction.sentence(trouble.detail()));
        }
        return trouble != null;
    }

    private void explain(IOException failure, Look look, Hop hop) {
        if (isExplained(failure)) {
            return;
        }
        report.fail(
                "tls",
                "no handshake: " + redaction.clean(failure.getClass().getSimpleName() + ": " + failure.getMessage()));
        if (look.isAskedForCertificate()) {
            // Before TLS 1.3 its refusal is part of the handshake, and may be lost as it hangs up.
            report.advise("it has asked for a certificate of this client: " + adviceForKey(look));
        } else {
            report.advise(
                    "does " + hop.url().getRawAuthority() + " speak TLS at all, and a version that this JVM knows?"
                            + " What inspects TLS on the way may also break it");
        }
    }

    /** What a handshake on a connection of its own came to. */
    static SSLSession handshake(SSLContext context, Hop hop, boolean checkName) throws IOException {
        try (Socket connected = hop.open();
                SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(connected, Hop.host(hop.url()), Hop.port(hop.url()), true)) {
            if (checkName) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return socket.getSession();
        }
    }

    private static Stream<X509Certificate> certificates(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast);
    }

    private void show(List<X509Certificate> chain) {
        Instant now = time.now();
        for (int i = 0; i < chain.size(); i++) {
            String line = (i + 1) + ": " + redaction.sentence(Certificates.describe(chain.get(i), now));
            if (chain.get(i).getNotAfter().toInstant().isBefore(now.plus(SOON))) {
                report.warn("certificate", line);
            } else {
                report.info("certificate", line);
            }
        }
    }
}
