package dev.hec.transport;

import dev.hec.transport.tls.PinMismatchException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What failures of TLS and of proxies mean, and what to do, in words for people. Stateless and pure. */
final class Explanation {

    private static final String ALERT = "Received fatal alert: ";

    private static final String WANTS_CERTIFICATE =
            "The collector asks for a certificate of this client. Give one, with its private key, as tlsKey.";
    private static final String REFUSES_CERTIFICATE =
            "The collector does not accept the certificate of this client (tlsKey). Check that it comes from an authority"
                    + " the collector trusts, and brings the certificates in between.";

    /** By the name of the alert that the collector sent. */
    private static final Map<String, String> ALERTS = Map.of(
            "certificate_required",
            WANTS_CERTIFICATE,
            "bad_certificate",
            "Either: " + WANTS_CERTIFICATE + " Or: " + REFUSES_CERTIFICATE,
            "unknown_ca",
            REFUSES_CERTIFICATE,
            "certificate_unknown",
            REFUSES_CERTIFICATE,
            "unsupported_certificate",
            REFUSES_CERTIFICATE,
            "access_denied",
            REFUSES_CERTIFICATE,
            "certificate_expired",
            "The certificate of this client (tlsKey) has expired. Renew it.",
            "protocol_version",
            "The collector speaks neither TLS 1.3 nor 1.2, or not those that this JVM allows.",
            "handshake_failure",
            "The collector and this JVM found nothing in common, or the collector asks for a certificate of this"
                    + " client (tlsKey).",
            "unrecognized_name",
            "The collector does not know the name of the host in url.");

    private Explanation() {}

    /** What a failure of an attempt means, or null if it speaks for itself. */
    static @Nullable Trouble of(Throwable failure) {
        // The deepest knows most: what is around it tells only that the handshake failed.
        for (Throwable cause : deepestFirst(failure)) {
            Trouble trouble = ofOne(cause);
            if (trouble != null) {
                return trouble;
            }
        }
        return null;
    }

    private static List<Throwable> deepestFirst(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(0, cause);
        }
        return causes;
    }

    private static @Nullable Trouble ofOne(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof PinMismatchException) {
            return new Trouble("certificate pin mismatch", message);
        } else if (cause instanceof CertificateExpiredException) {
            return new Trouble(
                    "certificate expired",
                    "The certificate of the collector, or of an authority above it, has expired (" + message
                            + "). It must be renewed there, unless the clock of this machine is wrong.");
        } else if (cause instanceof CertificateNotYetValidException) {
            return new Trouble(
                    "certificate not yet valid",
                    "The certificate of the collector begins in the future (" + message
                            + "). The clock of this machine may be wrong.");
        } else if (cause instanceof CertificateException && isAboutTheName(message)) {
            return new Trouble(
                    "certificate of another host",
                    "The certificate is not for the host in url (" + message
                            + "). Use the name that it is made for, or have it made for this one.");
        } else if (cause instanceof CertPathBuilderException || message.contains("PKIX path building failed")) {
            return new Trouble(
                    "certificate authority not trusted",
                    "The certificate of the collector comes from an authority that is not trusted here. If it is yours,"
                            + " give the authority's certificate as tlsTrust; the collector must also send the"
                            + " certificates in between.");
        } else if (cause instanceof CertPathValidatorException invalid
                && invalid.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return new Trouble(
                    "certificate too weak", "This JVM does not allow the algorithms of the certificate: " + message);
        } else if (cause instanceof InvalidAlgorithmParameterException && message.contains("trustAnchors")) {
            return new Trouble(
                    "nothing trusted", "This JVM has no list of trusted certificates. Give one as tlsTrust.");
        } else if (cause instanceof SSLException) {
            return ofTls(message);
        }
        return null;
    }

    /** The JDK has no type for this. */
    private static boolean isAboutTheName(String message) {
        return message.startsWith("No name matching") || message.startsWith("No subject alternative");
    }

    private static @Nullable Trouble ofTls(String message) {
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = message.substring(alert + ALERT.length()).strip();
            return new Trouble(
                    "TLS refused by the collector: " + name, ALERTS.getOrDefault(name, "See the collector's log."));
        } else if (message.contains("nrecognized SSL message")) {
            return new Trouble("no TLS", "What answers at this port does not speak TLS. Check port and https in url.");
        } else if (message.contains("terminated the handshake")) {
            return new Trouble(
                    "TLS handshake broken off",
                    "The connection was closed before TLS was agreed upon: by a firewall or load balancer, or by a collector"
                            + " that asks for a certificate of this client (tlsKey) or does not accept the one it got.");
        }
        return null;
    }

    /**
     * Why a proxy answers 407.
     *
     * @param proxy what to call it
     * @param https whether the address behind it is reached through a tunnel
     * @param user whether a user is configured
     * @param basicDisabled see {@link BasicTunnelling}
     */
    static String ofProxyRefusal(String proxy, boolean https, boolean user, boolean basicDisabled) {
        if (!user) {
            return proxy + " asks for a user and a password; give proxyUser and proxyPassword.";
        } else if (https && basicDisabled) {
            return proxy
                    + " asks for a password, and this JVM does not send it: for https addresses the JDK disables Basic"
                    + " authentication to proxies, since the password travels to the proxy unencrypted. If that is"
                    + " acceptable here, start the JVM with -D" + BasicTunnelling.PROPERTY
                    + "= (an empty value), or empty that line in conf/net.properties of the JDK.";
        }
        return proxy + " does not accept proxyUser and proxyPassword, or wants another way of proof than Basic.";
    }
}
