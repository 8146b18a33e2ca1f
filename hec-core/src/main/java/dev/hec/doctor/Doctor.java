package dev.hec.doctor;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes the way of a request step by step and reports each: token, name, connection, TLS, health, then real events. Stops on
 * an address where further steps make no sense. Used by one thread, once.
 */
final class Doctor {

    private final HecSettings settings;
    private final Time time;
    private final Report report;

    Doctor(HecSettings settings, Time time, Report report) {
        this.settings = settings;
        this.time = time;
        this.report = report;
    }

    void examine() {
        Optional<TokenCheck.Token> token = new TokenCheck(settings, time, report).check();
        Redaction redaction =
                new Redaction(Stream.concat(secrets(), token.stream().flatMap(TokenCheck.Token::secrets)));
        try (Network network = Network.open(settings, time)) {
            List<URI> urls = settings.get(HecSetting.URL);
            for (URI url : urls) {
                if (urls.size() > 1) {
                    report.about(address(url));
                }
                examine(url, network, token, redaction);
            }
        } catch (UncheckedIOException e) {
            report.fail("tls", redaction.sentence(String.valueOf(e.getMessage())));
        }
    }

    private void examine(URI url, Network network, Optional<TokenCheck.Token> token, Redaction redaction) {
        Optional<Hop> hop = new RouteCheck(network, report, redaction).check(url);
        if (hop.isEmpty()) {
            return;
        }
        TlsCheck tls = Hop.isHttps(url) ? new TlsCheck(network, time, report, redaction) : null;
        if (tls != null && !tls.check(hop.get())) {
            return;
        }
        Exchange exchange = network.exchange();
        if (!new HealthCheck(exchange, report, redaction).check(hop.get(), tls)) {
            return;
        }
        if (token.isEmpty()) {
            report.info("event", "not sent, for want of a token");
        } else {
            Probe probe = new Probe(settings, url, token.get().authorization());
            new EventCheck(settings, exchange, time, report, redaction).check(probe);
        }
    }

    private Stream<String> secrets() {
        Stream<String> passwords = Stream.of(
                        HecSetting.PROXY_PASSWORD, HecSetting.TLS_TRUST_PASSWORD, HecSetting.TLS_KEY_PASSWORD)
                .map(settings::find)
                .flatMap(Stream::ofNullable);
        return Stream.concat(passwords, settings.get(HecSetting.HEADERS).values().stream());
    }

    /** An address for people, without path and query. */
    static String address(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
