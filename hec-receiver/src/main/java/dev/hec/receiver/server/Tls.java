package dev.hec.receiver.server;

import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * TLS from PEM files that may be replaced while the receiver runs: connections made afterwards get the new certificate. Files that
 * cannot be used are told of in the log once, looked at again, and the certificate from before stays meanwhile.
 *
 * <p>Confined to one thread at a time: the one that starts the receiver, then the one that Tomcat does its housekeeping with.
 */
final class Tls {

    private static final System.Logger LOG = System.getLogger(Tls.class.getName());
    private static final String PROTOCOLS = "TLSv1.2+TLSv1.3";

    private final Path certificate;
    private final Path key;
    private List<String> used;
    private TlsIdentity identity;

    /** What was told of files that cannot be used, so that the next look at the same says nothing. */
    private String told = "";

    private Tls(Path certificate, Path key) throws InvalidSettings {
        this.certificate = certificate;
        this.key = key;
        used = look();
        identity = TlsIdentity.read(certificate, key);
        warn();
    }

    /**
     * Reads the files for the first time.
     *
     * @throws InvalidSettings if they cannot be used
     */
    static Tls of(Path certificate, Path key) throws InvalidSettings {
        return new Tls(certificate, key);
    }

    /** Makes a connector, not yet started, speak TLS and nothing else. */
    void secure(AbstractHttp11Protocol<?> protocol) throws InvalidSettings {
        protocol.setSSLEnabled(true);
        protocol.addSslHostConfig(hostConfig(identity));
    }

    /** Looks whether the files changed, and takes the new ones if they are good. */
    void reloadIfChanged(AbstractHttp11Protocol<?> protocol) {
        List<String> now = look();
        if (now.equals(used)) {
            return;
        }
        try {
            TlsIdentity read = TlsIdentity.read(certificate, key);
            boolean isNew = !read.chain().equals(identity.chain());
            if (isNew) {
                protocol.addSslHostConfig(hostConfig(read), true);
            }
            used = now;
            identity = read;
            told = "";
            if (!isNew) {
                return;
            }
            LOG.log(
                    Level.INFO,
                    "The TLS certificate was read anew; it is valid until {0}",
                    read.chain().get(0).getNotAfter().toInstant());
            warn();
        } catch (InvalidSettings | RuntimeException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(told)) {
                LOG.log(Level.WARNING, "The TLS certificate from before stays in use: {0}", problem);
                told = problem;
            }
        }
    }

    private static SSLHostConfig hostConfig(TlsIdentity identity) throws InvalidSettings {
        // A store in memory needs a password, whichever.
        String password = UUID.randomUUID().toString();
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols(PROTOCOLS);
        config.setHonorCipherOrder(true);
        SSLHostConfigCertificate shown = new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        shown.setCertificateKeystorePassword(password);
        try {
            shown.setCertificateKeystore(identity.store(password.toCharArray()));
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidSettings(List.of("tls-certificate: " + identity + " cannot be used: " + e.getMessage()));
        }
        config.addCertificate(shown);
        return config;
    }

    /** What works, but not for long, or not as it should. */
    private void warn() {
        X509Certificate own = identity.chain().get(0);
        Instant now = Instant.now();
        if (now.isAfter(own.getNotAfter().toInstant())
                || now.isBefore(own.getNotBefore().toInstant())) {
            LOG.log(
                    Level.WARNING,
                    "The TLS certificate is valid from {0} to {1}, which is not now; senders will refuse it",
                    own.getNotBefore().toInstant(),
                    own.getNotAfter().toInstant());
        }
    }

    /** How the files look from outside; a link that points elsewhere counts as a change. */
    private List<String> look() {
        List<String> looks = new ArrayList<>();
        for (Path file : List.of(certificate, key)) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                looks.add(attributes.lastModifiedTime() + " " + attributes.size() + " "
                        + Objects.toString(attributes.fileKey()));
            } catch (IOException e) {
                looks.add(e.toString());
            }
        }
        return looks;
    }
}
