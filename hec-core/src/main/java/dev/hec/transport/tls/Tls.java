package dev.hec.transport.tls;

import dev.hec.Diagnostics;
import dev.hec.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one client, made anew when a file behind it changes. There is no way to make it trust everybody.
 *
 * <p>Thread-safe; shared by the transports of a client. The lock guards the files and the time of the last look; whoever
 * finds it taken uses the context of the moment. {@link Diagnostics} is called without it.
 *
 * <p>Each change gives a new context, which knows no session of the old one: a session that is resumed is not checked again,
 * and would outlive the trust it was made under.
 */
public final class Tls {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TlsSettings settings;
    private final Diagnostics diagnostics;
    private final Time time;

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable WatchedFile<X509ExtendedTrustManager> trust;
    private final @Nullable WatchedFile<KeyManager[]> key;
    private long looked;

    /** Null only while everything is as the JVM has it and nobody has asked. */
    private volatile @Nullable SSLContext context;

    private Tls(TlsSettings settings, Diagnostics diagnostics, Time time)
            throws UnusableFileException, GeneralSecurityException {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.time = time;
        Path trustFile = settings.trust();
        trust = trustFile == null
                ? null
                : new WatchedFile<>(
                        "tlsTrust", trustFile, content -> TrustFile.read(content, settings.trustPassword()));
        Path keyFile = settings.key();
        key = keyFile == null
                ? null
                : new WatchedFile<>("tlsKey", keyFile, content -> KeyFile.read(content, settings.keyPassword()));
        looked = time.nanos();
        if (!settings.isJvm()) {
            context = newContext();
        }
    }

    private Tls(SSLContext given) {
        settings = TlsSettings.JVM;
        diagnostics = Diagnostics.SILENT;
        time = Time.SYSTEM;
        trust = null;
        key = null;
        context = given;
    }

    /** A context that somebody else has made; it stays as it is. */
    public static Tls given(SSLContext context) {
        return new Tls(context);
    }

    /**
     * Reads the files for the first time.
     *
     * @param diagnostics told when a file has changed
     * @throws UncheckedIOException if a file cannot be used; its message names the setting, the file and what to do
     */
    public static Tls open(TlsSettings settings, Diagnostics diagnostics, Time time) {
        try {
            return new Tls(settings, diagnostics, time);
        } catch (UnusableFileException | GeneralSecurityException e) {
            throw new UncheckedIOException(e.getMessage(), new IOException(e));
        }
    }

    /**
     * The context for new connections: another one than before after a file has changed. Looks at the files, at most once a
     * second.
     *
     * @throws IOException if the JVM's own set-up of TLS does not work
     */
    public SSLContext context() throws IOException {
        look();
        SSLContext current = context;
        if (current == null) {
            try {
                // Not at the start: it reads a long list of certificates, and a collector on http needs none.
                current = SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IOException("the TLS of this JVM does not work; check its javax.net.ssl properties", e);
            }
            context = current;
        }
        return current;
    }

    private void look() {
        if ((trust == null && key == null) || !lock.tryLock()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        try {
            long now = time.nanos();
            if (now - looked < LOOK_NANOS) {
                return;
            }
            looked = now;
            look(trust, changes, problems);
            look(key, changes, problems);
            if (!changes.isEmpty()) {
                context = newContext();
            }
        } catch (UnusableFileException | GeneralSecurityException e) {
            problems.add(String.valueOf(e.getMessage()));
            changes.clear();
        } finally {
            lock.unlock();
        }
        problems.forEach(problem -> diagnostics.warn(problem + ". Going on with what it held before."));
        changes.forEach(name -> diagnostics.info("Read " + name + " again; it has changed."));
    }

    private static void look(@Nullable WatchedFile<?> file, List<String> changes, List<String> problems) {
        if (file == null) {
            return;
        }
        switch (file.look()) {
            case CHANGED -> changes.add(file.name());
            case NEW_PROBLEM -> problems.add(String.valueOf(file.problem()));
            case NO_NEWS -> {
                // as before
            }
        }
    }

    private SSLContext newContext() throws UnusableFileException, GeneralSecurityException {
        X509ExtendedTrustManager trusted = trust == null ? TrustFile.jvm() : trust.current();
        TrustManager manager = settings.pins().isEmpty() ? trusted : new PinnedTrust(trusted, settings.pins());
        // "TLS" offers 1.3 and 1.2; a version here would be the only one.
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(key == null ? null : key.current(), new TrustManager[] {manager}, null);
        return made;
    }
}
