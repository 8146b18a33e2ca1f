package dev.hec.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** Asks for the collector's health, which not every collector tells. Sends no token. */
final class HealthCheck {

    private static final String COLLECTOR_PATH = "/services/collector";

    private final Exchange exchange;
    private final Report report;

    HealthCheck(Exchange exchange, Report report) {
        this.exchange = exchange;
        this.report = report;
    }

    void check(URI url) {
        String path = url.getRawPath();
        String prefix = path.substring(0, path.indexOf(COLLECTOR_PATH));
        URI health = URI.create(Doctor.address(url) + prefix + COLLECTOR_PATH + "/health");
        try {
            int status = exchange.send(HttpRequest.newBuilder(health).build()).status();
            if (status == 200) {
                report.ok("health", "the collector says it is well");
            } else if (status == 503) {
                report.warn("health", "the collector says it is busy or unwell (HTTP 503)");
            } else {
                report.info("health", "the collector does not tell (HTTP " + status + "), which is fine");
            }
        } catch (IOException e) {
            report.info("health", "no answer (" + e.getClass().getSimpleName() + ")");
        }
    }
}
