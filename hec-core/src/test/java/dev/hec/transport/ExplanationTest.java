package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of explanations. What real handshakes throw is in {@link TlsTransportTest}. */
class ExplanationTest {

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new CertificateExpiredException("NotAfter: x"), "certificate expired", "clock"),
                Arguments.of(new CertificateNotYetValidException("NotBefore: x"), "certificate not yet valid", "clock"),
                Arguments.of(
                        new CertificateException("No name matching a.example found"),
                        "certificate of another host",
                        "a.example"),
                Arguments.of(
                        new CertificateException("No subject alternative names matching IP address 127.0.0.1 found"),
                        "certificate of another host",
                        "127.0.0.1"),
                Arguments.of(
                        new CertPathBuilderException("unable to find valid certification path to requested target"),
                        "certificate authority not trusted",
                        "tlsTrust"),
                Arguments.of(
                        new CertPathValidatorException(
                                "SHA1 is weak", null, null, -1, BasicReason.ALGORITHM_CONSTRAINED),
                        "certificate too weak",
                        "SHA1"),
                Arguments.of(
                        new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"),
                        "nothing trusted",
                        "tlsTrust"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void of_causeDeepInAHandshake_isFound(Exception cause, String kind, String fix) {
        IOException failure = new SSLHandshakeException("outside");
        failure.initCause(new CertificateException("in between", cause));

        Trouble trouble = Trouble.of(failure);

        assertThat(trouble.kind()).isEqualTo(kind);
        assertThat(trouble.detail()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource({
        "certificate_required, tlsKey",
        "bad_certificate, tlsKey",
        "unknown_ca, tlsKey",
        "certificate_expired, Renew",
        "handshake_failure, tlsKey",
        "protocol_version, TLS 1.3",
        "internal_error, log",
    })
    void of_alert_saysWhatTheCollectorMeans(String alert, String fix) {
        Trouble trouble = Trouble.of(new SSLException("Received fatal alert: " + alert));

        assertThat(trouble.kind()).isEqualTo("TLS refused by the collector: " + alert);
        assertThat(trouble.detail()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource({
        "'Unsupported or unrecognized SSL message', no TLS",
        "'Unrecognized SSL message, plaintext connection?', no TLS",
        "Remote host terminated the handshake, TLS handshake broken off",
    })
    void of_messageOfTls_isTold(String message, String kind) {
        assertThat(Trouble.of(new SSLException(message)).kind()).isEqualTo(kind);
    }

    @Test
    void of_otherFailures_keepTheirOwnWords() {
        assertThat(Trouble.of(new ConnectException("Connection refused")))
                .hasToString("ConnectException: Connection refused");
        assertThat(Trouble.of(new SSLException("something new"))).hasToString("SSLException: something new");
        assertThat(Trouble.of(new IOException("No name matching is about something else"))
                        .kind())
                .isEqualTo("IOException");
    }

    @Test
    void of_causesInACircle_ends() {
        IOException one = new IOException("one");
        IOException other = new IOException("other", one);
        one.initCause(other);

        assertThat(Explanation.of(one)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, true,  give proxyUser",
        "false, false, false, give proxyUser",
        "true,  true,  true,  disabledSchemes",
        "true,  true,  false, does not accept proxyUser",
        "false, true,  true,  does not accept proxyUser",
    })
    void ofProxyRefusal_eachCase_namesItsRemedy(boolean https, boolean user, boolean disabled, String remedy) {
        assertThat(Explanation.ofProxyRefusal("the proxy p:1", https, user, disabled))
                .startsWith("the proxy p:1 ")
                .contains(remedy);
    }
}
