package dev.hec.doctor;

import dev.hec.transport.Answer;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Asks for the collector's health, which not every collector tells: the first request, which sends no token. */
final class HealthCheck {

    private static final String COLLECTOR_PATH = "/services/collector";
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final Exchange exchange;
    private final Report report;
    private final Redaction redaction;

    HealthCheck(Exchange exchange, Report report, Redaction redaction) {
        this.exchange = exchange;
        this.report = report;
        this.redaction = redaction;
    }

    /**
     * Whether it makes sense to go on.
     *
     * @param tls what has shaken hands; null without TLS
     */
    boolean check(Hop hop, @Nullable TlsCheck tls) {
        String path = hop.url().getRawPath();
        String prefix = path.substring(0, path.indexOf(COLLECTOR_PATH));
        Answer answer;
        try {
            answer = exchange.get(URI.create(Doctor.address(hop.url()) + prefix + COLLECTOR_PATH + "/health"));
        } catch (IOException e) {
            if (tls != null && tls.explains(e)) {
                return false;
            }
            report.info("health", "no answer: " + redaction.clean(Trouble.of(e).toString()));
            return true;
        }
        int status = answer.status();
        if (status == 200) {
            report.ok("health", "the collector says it is well");
        } else if (status == 503) {
            report.warn("health", "the collector says it is busy or unwell (HTTP 503)");
        } else if (status == PROXY_AUTHENTICATION_REQUIRED && !hop.route().isDirect()) {
            report.fail("proxy", hop.route().proxyName() + " answered HTTP 407");
            report.advise(redaction.sentence(answer.trouble().detail()));
            return false;
        } else {
            report.info("health", "the collector does not tell (HTTP " + status + "), which is fine");
        }
        return true;
    }
}
