package dev.hec.logback;

import ch.qos.logback.core.net.ssl.SSLConfiguration;
import ch.qos.logback.core.net.ssl.SSLParametersConfiguration;
import ch.qos.logback.core.spi.ContextAware;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Logback's own element {@code <ssl>}: key store, trust store and their kin, as its socket appenders take them. Not
 * thread-safe.
 *
 * <p>It differs in the protocol that holds where none is chosen: {@code TLS}, which offers every version that the JVM has
 * enabled. Logback's own has been {@code TLSv1.2} since 1.6, and then no newer one is offered.
 */
public final class HecSsl extends SSLConfiguration {

    private @Nullable String protocol;
    private boolean parametersGiven;

    /** As the JVM is set up. */
    public HecSsl() {}

    @Override
    public String getProtocol() {
        return protocol == null ? "TLS" : protocol;
    }

    @Override
    public void setProtocol(String protocol) {
        this.protocol = protocol;
    }

    @Override
    public void setParameters(SSLParametersConfiguration parameters) {
        super.setParameters(parameters);
        parametersGiven = true;
    }

    /**
     * Reads the stores.
     *
     * @param teller where Logback notes what it reads
     * @throws UncheckedIOException if that cannot work; its message says what to do
     */
    SSLContext context(ContextAware teller) {
        if (parametersGiven) {
            throw new UncheckedIOException(
                    "<ssl> has <parameters>, which are for sockets of Logback; leave them out, and give a <protocol> such as"
                            + " TLSv1.2 to have that version only",
                    new IOException("parameters"));
        }
        try {
            return createContext(teller);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Logback has no exception of its own for this: a location left out is an IllegalArgumentException.
            throw new UncheckedIOException(
                    "<ssl> cannot be used (" + e.getMessage() + "); check location, such as file:/etc/ssl/trust.p12,"
                            + " password and type of its stores",
                    new IOException(e));
        }
    }
}
