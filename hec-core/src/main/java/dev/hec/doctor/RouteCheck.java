package dev.hec.doctor;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the name of the collector or its proxy, and connects. */
final class RouteCheck {

    private final HecSettings settings;
    private final Report report;
    private final Redaction redaction;

    RouteCheck(HecSettings settings, Report report, Redaction redaction) {
        this.settings = settings;
        this.report = report;
        this.redaction = redaction;
    }

    /** The way to an address; empty if there is none, which is then reported. */
    Optional<Route> check(URI url, @Nullable InetSocketAddress proxy) {
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        String hopHost = host;
        int hopPort = Route.port(url);
        if (proxy != null) {
            hopHost = proxy.getHostString();
            hopPort = proxy.getPort();
            report.info("dns", "the proxy " + hopHost + ":" + hopPort + " resolves " + host);
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(hopHost);
        } catch (UnknownHostException e) {
            report.fail("dns", "there is no address for " + hopHost);
            report.advise(
                    proxy == null
                            ? "check the spelling of url, the name servers of this machine, and whether a proxy is needed"
                            : "check the spelling of proxy");
            return Optional.empty();
        }
        report.ok(
                "dns",
                hopHost + " is "
                        + Arrays.stream(addresses)
                                .map(InetAddress::getHostAddress)
                                .collect(Collectors.joining(", ")));
        for (InetAddress address : addresses) {
            InetSocketAddress hop = new InetSocketAddress(address, hopPort);
            if (connects(hop)) {
                return Optional.of(new Route(host, Route.port(url), hop, proxy != null, proxyCredential(), timeout()));
            }
        }
        report.fail("tcp", "nothing takes connections at " + hopHost + ":" + hopPort);
        report.advise("is the collector up, is the port right, does a firewall stand between, is a proxy needed?");
        return Optional.empty();
    }

    private boolean connects(InetSocketAddress hop) {
        String where = hop.getAddress().getHostAddress() + " port " + hop.getPort();
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(hop, (int) Math.min(Integer.MAX_VALUE, timeout().toMillis()));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            report.ok("tcp", "connected to " + where + " in " + millis + " ms");
            return true;
        } catch (IOException e) {
            report.warn("tcp", where + ": " + redaction.clean(String.valueOf(e.getMessage())));
            return false;
        }
    }

    private Duration timeout() {
        return settings.get(HecSetting.CONNECT_TIMEOUT);
    }

    private @Nullable String proxyCredential() {
        String user = settings.find(HecSetting.PROXY_USER);
        String password = settings.find(HecSetting.PROXY_PASSWORD);
        return user == null ? null : user + ":" + (password == null ? "" : password);
    }
}
