package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.Storage;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that speaks TLS by itself. */
@Timeout(60)
class TlsTest {

    @TempDir
    private Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private TestAuthority authority;
    private TestIdentity first;
    private PemFiles files;
    private SSLContext trusting;
    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        authority = TestAuthority.root("root").intermediate("between");
        first = authority.identity("127.0.0.1");
        files = PemFiles.in(directory).write(first);
        trusting = PemFiles.trusting(authority.certificate());
        server = open(any -> storage);
    }

    private ReceiverServer open(Storage.Opener opener) throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(Setting.TLS_CERTIFICATE, files.certificate())
                .with(Setting.TLS_KEY, files.key());
        return ReceiverServer.open(settings, opener, directory.resolve("tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private X509Certificate shown() throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Replaced files look different even on a file system with coarse times. */
    private void replace(TestIdentity identity) throws IOException {
        files.write(identity);
        FileTime later = FileTime.from(Instant.now().plusSeconds(100));
        Files.setLastModifiedTime(files.certificate(), later);
        Files.setLastModifiedTime(files.key(), later);
    }

    @Test
    void event_overTls_isStoredAndAnsweredWithHsts() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/services/collector"))
                        .header("Authorization", "Splunk t")
                        .POST(BodyPublishers.ofString("{\"event\":1}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(server.url()).startsWith("https://127.0.0.1:");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(storage.events()).hasSize(1);
    }

    @Test
    void sender_thatTrustsAnotherAuthority_doesNotGetThrough() throws Exception {
        SSLContext other = PemFiles.trusting(TestAuthority.root("root").certificate());

        try (SSLSocket socket = (SSLSocket) other.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void protocol_ofToday_isSpoken(String protocol) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void plainHttp_onTheTlsPort_isRefusedInJson() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("Apache");
        }
    }

    @Test
    void replacedFiles_areShownToNewConnectionsOnly() throws Exception {
        try (SSLSocket before = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            before.startHandshake();
            TestIdentity second = authority.identity("127.0.0.1");
            replace(second);
            assertThat(shown()).isEqualTo(first.chain().get(0));

            server.housekeeping();

            assertThat(shown()).isEqualTo(second.chain().get(0));
            before.getOutputStream()
                    .write("GET /services/collector/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            assertThat(new String(before.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void replacedFiles_thatDoNotFit_leaveTheOldOnesInUseUntilTheyDo() throws Exception {
        TestIdentity second = authority.identity("127.0.0.1");
        replace(second);
        Files.writeString(files.key(), first.keyPem());
        server.housekeeping();
        assertThat(shown()).isEqualTo(first.chain().get(0));

        Files.delete(files.key());
        server.housekeeping();
        assertThat(shown()).isEqualTo(first.chain().get(0));

        Files.writeString(files.key(), second.keyPem());
        server.housekeeping();
        assertThat(shown()).isEqualTo(second.chain().get(0));
    }

    @Test
    void replacedFiles_whoseUseFailsAtFirst_areTriedAgain() throws Exception {
        Tls tls = Tls.of(files.certificate(), files.key());
        List<SSLHostConfig> used = new ArrayList<>();
        Http11NioProtocol failingAtFirst = new Http11NioProtocol() {
            private boolean failed;

            @Override
            public void addSslHostConfig(SSLHostConfig config, boolean replace) {
                if (!failed) {
                    failed = true;
                    throw new IllegalArgumentException("for the test");
                }
                used.add(config);
            }
        };
        tls.reloadIfChanged(failingAtFirst);
        replace(authority.identity("127.0.0.1"));

        tls.reloadIfChanged(failingAtFirst);
        assertThat(used).isEmpty();
        tls.reloadIfChanged(failingAtFirst);
        tls.reloadIfChanged(failingAtFirst);
        assertThat(used).hasSize(1);
    }

    @Test
    void start_withFilesThatDoNotFit_saysSoAndOpensNothing() throws Exception {
        server.close();
        Files.writeString(files.key(), authority.identity("127.0.0.1").keyPem());

        assertThatThrownBy(() -> open(any -> {
                    throw new AssertionError("the storage is not opened");
                }))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("tls-key: " + files.key() + " is not the key of the first certificate in ");
    }
}
