package dev.hec.doctor;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Shakes hands as the appender would, and where that fails finds out what it is: the chain, the name, the age, or no TLS at
 * all. Shows the certificates in either case. Sends nothing but handshakes.
 */
final class TlsCheck {

    private static final Duration SOON = Duration.ofDays(30);

    private final HecSettings settings;
    private final SSLContext configured;
    private final Time time;
    private final Report report;
    private final Redaction redaction;

    TlsCheck(HecSettings settings, SSLContext configured, Time time, Report report, Redaction redaction) {
        this.settings = settings;
        this.configured = configured;
        this.time = time;
        this.report = report;
        this.redaction = redaction;
    }

    /** Whether the appender would go on. */
    boolean check(Route route) {
        try (SSLSocket socket = handshake(configured, route, true)) {
            SSLSession session = socket.getSession();
            report.ok(
                    "tls",
                    session.getProtocol() + ", " + session.getCipherSuite()
                            + "; the chain is trusted and the host name matches");
            List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            show(chain);
            return pinned(chain);
        } catch (Route.TunnelRefused e) {
            report.fail("proxy", "opens no tunnel: " + redaction.clean(String.valueOf(e.getMessage())));
            report.advise(Advice.of(e.status(), ""));
        } catch (IOException e) {
            explain(e, route);
        }
        return false;
    }

    private void explain(IOException failure, Route route) {
        List<X509Certificate> chain = presented(route);
        String message = redaction.clean(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        if (chain.isEmpty()) {
            report.fail("tls", "no handshake: " + message);
            report.advise(
                    "does " + route.host() + ":" + route.port()
                            + " speak TLS at all, and a version that this JVM knows? A proxy that inspects TLS may also break it");
            return;
        }
        X509Certificate own = chain.get(0);
        Instant now = time.now();
        if (own.getNotAfter().toInstant().isBefore(now)) {
            report.fail("tls", "the certificate has expired");
            report.advise("whoever runs the collector has to renew it; or is this machine's clock wrong?");
        } else if (own.getNotBefore().toInstant().isAfter(now)) {
            report.fail("tls", "the certificate is not valid yet");
            report.advise("is this machine's clock wrong?");
        } else if (succeedsWithoutName(route)) {
            report.fail(
                    "tls",
                    "the certificate is for " + redaction.clean(Certificates.hosts(own)) + ", not for " + route.host());
            report.advise("use a name of the certificate in url");
        } else if (message.contains("PKIX") || message.contains("unable to find valid certification path")) {
            // The classes of failures inside each other come first, what they say comes last.
            report.fail(
                    "tls",
                    "the certificate chain is not trusted (" + message.substring(message.lastIndexOf(": ") + 2) + ")");
            report.advise("if it is your own authority's, give its certificate as tlsTrust");
        } else {
            report.fail("tls", message);
            report.advise(Advice.of(failure));
        }
        show(chain);
    }

    private List<X509Certificate> presented(Route route) {
        RecordedChain recorded = new RecordedChain();
        try {
            handshake(recorded.context(), route, false).close();
        } catch (IOException e) {
            // Whatever was presented before that is what there is to see.
            return recorded.chain();
        }
        return recorded.chain();
    }

    private boolean succeedsWithoutName(Route route) {
        try {
            handshake(configured, route, false).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static SSLSocket handshake(SSLContext context, Route route, boolean checkName) throws IOException {
        Socket connected = route.open();
        try {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(connected, route.host(), route.port(), true);
            if (checkName) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            connected.close();
            throw e;
        }
    }

    private void show(List<X509Certificate> chain) {
        Instant now = time.now();
        for (int i = 0; i < chain.size(); i++) {
            String line = (i + 1) + ": " + redaction.clean(Certificates.describe(chain.get(i), now));
            if (chain.get(i).getNotAfter().toInstant().isBefore(now.plus(SOON))) {
                report.warn("certificate", line);
            } else {
                report.info("certificate", line);
            }
        }
    }

    private boolean pinned(List<X509Certificate> chain) {
        List<String> pins = settings.find(HecSetting.TLS_PINS);
        if (pins == null) {
            return true;
        }
        if (chain.stream().map(Certificates::pin).anyMatch(pins::contains)) {
            report.ok("pins", "one of tlsPins is in the chain");
            return true;
        }
        report.fail("pins", "none of tlsPins is in the chain");
        report.advise("compare with the pins above; if the change is known to you, add the new one to tlsPins");
        return false;
    }
}
