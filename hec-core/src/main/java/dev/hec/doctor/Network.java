package dev.hec.doctor;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a collector: the one place where the doctor learns of proxies, trust and keys. Used by one thread.
 *
 * <p>It must be the way that the appender goes, or the doctor examines another patient.
 */
interface Network {

    /** The proxy to an address, unresolved; null for none. */
    @Nullable
    InetSocketAddress proxy(URI url);

    /** Whom to trust, and what certificate to present. */
    SSLContext tls();

    /** Sends requests; follows no redirect. */
    HttpClient client();

    /** Names of settings given that have no part in any of this. */
    List<String> ignored();
}
