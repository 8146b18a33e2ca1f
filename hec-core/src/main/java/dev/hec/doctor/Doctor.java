package dev.hec.doctor;

import dev.hec.auth.Authorization;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes the way of a request step by step and reports each: name, connection, TLS, health, then real events. Stops on an
 * address where further steps make no sense. Used by one thread, once.
 */
final class Doctor {

    private final HecSettings settings;
    private final Network network;
    private final Time time;
    private final Report report;

    Doctor(HecSettings settings, Network network, Time time, Report report) {
        this.settings = settings;
        this.network = network;
        this.time = time;
        this.report = report;
    }

    void examine() {
        List<String> ignored = network.ignored();
        if (!ignored.isEmpty()) {
            report.warn("configuration", String.join(", ", ignored) + " have no part in this examination yet");
        }
        Optional<String> token = new TokenCheck(settings, time, report).check();
        List<URI> urls = settings.get(HecSetting.URL);
        for (URI url : urls) {
            if (urls.size() > 1) {
                report.info("address", address(url));
            }
            examine(url, token);
        }
    }

    private void examine(URI url, Optional<String> token) {
        Redaction redaction = new Redaction(Stream.concat(
                secrets(),
                token.stream()
                        .flatMap(text -> Stream.of(
                                text, Authorization.header("Basic", text).substring(6)))));
        InetSocketAddress proxy = network.proxy(url);
        Optional<Route> route = new RouteCheck(settings, report, redaction).check(url, proxy);
        if (route.isEmpty()) {
            return;
        }
        if (url.getScheme().equalsIgnoreCase("https")
                && !new TlsCheck(settings, network.tls(), time, report, redaction).check(route.get())) {
            return;
        }
        Exchange exchange = new Exchange(network.client(), settings.get(HecSetting.REQUEST_TIMEOUT));
        new HealthCheck(exchange, report).check(url);
        if (token.isEmpty()) {
            report.info("event", "not sent, for want of a token");
        } else {
            new EventCheck(settings, exchange, time, report, redaction).check(url, token.get());
        }
    }

    private Stream<String> secrets() {
        return Stream.of(HecSetting.PROXY_PASSWORD, HecSetting.TLS_TRUST_PASSWORD, HecSetting.TLS_KEY_PASSWORD)
                .map(settings::find)
                .flatMap(Stream::ofNullable);
    }

    /** An address for people, without path and query. */
    static String address(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
