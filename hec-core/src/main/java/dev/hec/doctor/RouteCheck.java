package dev.hec.doctor;

import dev.hec.transport.Route;
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

/** Resolves the name of the collector or its proxy, and connects. */
final class RouteCheck {

    private final Network network;
    private final Report report;
    private final Redaction redaction;

    RouteCheck(Network network, Report report, Redaction redaction) {
        this.network = network;
        this.report = report;
        this.redaction = redaction;
    }

    /** The first step to an address; empty if there is none, which is then reported. */
    Optional<Hop> check(URI url) {
        Route route = network.route(url);
        InetSocketAddress proxy = route.proxy();
        String host = proxy == null ? Hop.host(url) : proxy.getHostString();
        int port = proxy == null ? Hop.port(url) : proxy.getPort();
        if (proxy != null) {
            report.info("dns", route.proxyName() + " resolves " + Hop.host(url));
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            report.fail("dns", "there is no address for " + host);
            report.advise(
                    proxy == null
                            ? "check the spelling of url, the name servers of this machine, and whether a proxy is needed"
                            : "check the spelling of proxy");
            return Optional.empty();
        }
        report.ok(
                "dns",
                host + " is "
                        + Arrays.stream(addresses)
                                .map(InetAddress::getHostAddress)
                                .collect(Collectors.joining(", ")));
        for (InetAddress address : addresses) {
            InetSocketAddress hop = new InetSocketAddress(address, port);
            if (connects(hop)) {
                return Optional.of(new Hop(url, route, hop, network.settings().proxy(), timeout()));
            }
        }
        report.fail("tcp", "nothing takes connections at " + host + ":" + port);
        report.advise(
                proxy == null
                        ? "is the collector up, is the port right, does a firewall stand between, is a proxy needed?"
                        : "is the proxy up, is its port right?");
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
        return network.settings().connectTimeout();
    }
}
