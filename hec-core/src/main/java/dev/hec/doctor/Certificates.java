package dev.hec.doctor;

import dev.hec.transport.tls.Pin;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates in words. Pure. */
final class Certificates {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private Certificates() {}

    /** Whom and what hosts it names, who signed it, how long it is good for, and its pin. */
    static String describe(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        long days = Duration.between(now, end).toDays();
        String life = end.isBefore(now) ? "EXPIRED at " + end : "good until " + end + ", " + days + " day(s)";
        return certificate.getSubjectX500Principal().getName() + hosts(certificate) + ", issued by "
                + certificate.getIssuerX500Principal().getName() + ", " + life + ", pin "
                + Pin.of(certificate.getPublicKey());
    }

    private static String hosts(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return " for "
                        + names.stream()
                                .filter(name -> name.get(0).equals(DNS_NAME)
                                        || name.get(0).equals(IP_ADDRESS))
                                .map(name -> String.valueOf(name.get(1)))
                                .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            // Then its subject is all there is to show.
        }
        return "";
    }
}
