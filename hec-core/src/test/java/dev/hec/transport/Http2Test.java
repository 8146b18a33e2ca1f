package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import dev.hec.transport.tls.TlsSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with a server that speaks it. */
class Http2Test {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Tomcat tomcat = new Tomcat();

    @TempDir
    private Path directory;

    private TlsSettings tls;
    private URI url;

    @BeforeEach
    void start() throws Exception {
        TestAuthority root = TestAuthority.root("Test Root");
        TestIdentity identity = root.identity("localhost");
        Path keys = Files.write(directory.resolve("keys.p12"), identity.keyStore("PKCS12", "changeit"));
        Path trust = Files.writeString(directory.resolve("trust.pem"), TestIdentity.pem(List.of(root.certificate())));
        tls = new TlsSettings(trust, null, null, null, List.of());

        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setScheme("https");
        connector.setSecure(true);
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(keys.toString());
        certificate.setCertificateKeystorePassword("changeit");
        certificate.setCertificateKeystoreType("PKCS12");
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.addUpgradeProtocol(new Http2Protocol());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "collector", new Collector(seen)).addMapping("/*");
        tomcat.start();
        url = URI.create("https://localhost:" + connector.getLocalPort() + "/services/collector/event");
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static final class Collector extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient List<String> seen;

        Collector(List<String> seen) {
            this.seen = seen;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            seen.add(request.getProtocol() + " " + request.getHeader("Authorization") + " "
                    + request.getHeader("X-Hec-Batch") + " " + body.length);
            response.setStatus(503);
            response.setHeader("Retry-After", "17");
            response.getOutputStream().write(new byte[] {'{', '}'});
        }
    }

    private Answer post(HttpClient.Version version) throws Exception {
        byte[] body = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        try (JdkTransport transport = PlainTransports.of(
                new TransportSettings(LONG, LONG, version, ProxySettings.JVM, tls, Map.of()),
                new DeliveryThreads("hec-http2-test"))) {
            return transport.post(
                    url,
                    new Payload(ByteBuffer.wrap(body), Codec.NONE, body.length, "batch-7", "application/json"),
                    "Bearer token");
        }
    }

    @Test
    void post_http2Asked_isHttp2() throws Exception {
        Answer answer = post(HttpClient.Version.HTTP_2);

        assertThat(seen).containsExactly("HTTP/2.0 Bearer token batch-7 300000");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("17");
        assertThat(answer.body()).asString(StandardCharsets.US_ASCII).isEqualTo("{}");
    }

    @Test
    void post_http2NotAsked_isHttp11WithTheSameServer() throws Exception {
        post(HttpClient.Version.HTTP_1_1);

        assertThat(seen).containsExactly("HTTP/1.1 Bearer token batch-7 300000");
    }
}
