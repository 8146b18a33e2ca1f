package dev.hec.receiver.server;

import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The two files that a receiver with TLS reads, and a client that trusts them. */
record PemFiles(Path certificate, Path key) {

    static PemFiles in(Path directory) {
        return new PemFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    }

    PemFiles write(TestIdentity identity) throws IOException {
        Files.writeString(certificate, TestIdentity.pem(identity.chain()));
        Files.writeString(key, identity.keyPem());
        return this;
    }

    static SSLContext trusting(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
