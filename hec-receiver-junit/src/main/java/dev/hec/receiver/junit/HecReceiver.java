package dev.hec.receiver.junit;

import dev.hec.receiver.fault.FaultPlan;
import dev.hec.receiver.wire.OwnCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An HTTP Event Collector inside a test, on a free port of 127.0.0.1, that keeps what it gets in memory and fails on demand.
 *
 * <pre>{@code
 * @RegisterExtension
 * final HecReceiver receiver = HecReceiver.create();
 *
 * @Test
 * void order_isLogged() {
 *     shop(receiver.url(), receiver.token()).order(7);
 *
 *     ReceivedEvent event = receiver.await().event("order 7 accepted");
 *     assertEquals("shop", event.source());
 * }
 * }</pre>
 *
 * <p>A field of each test starts and stops with it. A static field starts once for the class, its nested classes too, and forgets
 * everything before each test, unless another test runs at that moment: tests that run at the same time share what came, and
 * should have a receiver of their own. Without JUnit, {@link #started()} and {@link #close()} do the same.
 *
 * <p><b>Threads.</b> Thread-safe; its monitor guards its life. Its threads end with {@link #close}.
 */
public final class HecReceiver
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    private static final String TOKEN = "test-token";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FaultPlan faults = FaultPlan.withSockets();
    private final Arrivals arrivals = new Arrivals();
    private @Nullable RunningReceiver running;
    private @Nullable Path certificateFile;

    /** Classes, one within the other, that share it. */
    private int classes;

    /** Tests of these classes that run. */
    private int tests;

    private HecReceiver() {}

    /** A receiver that JUnit starts and stops, for a field with {@code @RegisterExtension}. */
    public static HecReceiver create() {
        return new HecReceiver();
    }

    /** A receiver that runs now; to be closed. */
    public static HecReceiver started() {
        HecReceiver receiver = new HecReceiver();
        receiver.start();
        return receiver;
    }

    /** What to configure as the address of the collector: {@code http://127.0.0.1:PORT}, without a path. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The same by https; senders need to trust {@link #certificateFile}. */
    public String httpsUrl() {
        return "https://127.0.0.1:" + port();
    }

    /** The port that is listened on, for http and https alike. */
    public synchronized int port() {
        if (running == null) {
            throw new IllegalStateException(
                    "the receiver does not run; its field needs @RegisterExtension, and be static"
                            + " to be used before a test");
        }
        return running.port();
    }

    /** The token that it accepts. */
    public String token() {
        return TOKEN;
    }

    /** Waits for what the test expects. */
    public Await await() {
        return new Await(arrivals, PATIENCE);
    }

    /** The events stored so far, in order. */
    public List<ReceivedEvent> events() {
        return arrivals.snapshot().events();
    }

    /** The requests answered so far, those that failed too. */
    public List<ReceivedRequest> requests() {
        return arrivals.snapshot().requests();
    }

    /** The faults in force. */
    public FaultPlan faults() {
        return faults;
    }

    /** What an https sender has to trust. */
    public X509Certificate certificate() {
        return certificates().authority();
    }

    /** The same as a PEM file, which is there until the receiver is closed. */
    public synchronized Path certificateFile() {
        try {
            if (certificateFile == null) {
                certificateFile = Files.createTempFile("hec-receiver-", ".pem");
                Files.writeString(certificateFile, certificates().pem());
            }
            return certificateFile;
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate cannot be written", e);
        }
    }

    /** For a Java client that trusts this receiver and nobody else. */
    public SSLContext clientContext() {
        return certificates().client();
    }

    private OwnCertificates certificates() {
        return faults.certificates().orElseThrow();
    }

    /** Forgets what came and what is on its way, all faults, and which batches were stored. */
    public synchronized void reset() {
        faults.clear();
        arrivals.clear();
    }

    private synchronized void start() {
        if (running == null) {
            try {
                running = new RunningReceiver(TOKEN, faults, arrivals);
            } catch (IOException e) {
                throw new UncheckedIOException("the receiver cannot start", e);
            }
        }
    }

    /** Stops it; what came can still be asked for. Idempotent. */
    @Override
    public synchronized void close() {
        try {
            RunningReceiver stopping = running;
            running = null;
            if (stopping != null) {
                stopping.close();
            }
            if (certificateFile != null) {
                Files.deleteIfExists(certificateFile);
                certificateFile = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the receiver did not stop cleanly", e);
        }
    }

    /** For JUnit. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classes++;
        start();
    }

    /** For JUnit. */
    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        if (tests++ == 0) {
            reset();
        }
        start();
    }

    /** For JUnit. */
    @Override
    public synchronized void afterEach(ExtensionContext context) {
        tests--;
        if (classes == 0) {
            close();
        }
    }

    /** For JUnit. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            close();
        }
    }
}
