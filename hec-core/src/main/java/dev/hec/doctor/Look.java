package dev.hec.doctor;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What a server presents and asks for in a handshake, whether it is trusted or not. Immutable.
 *
 * <p>For looking only: nothing is ever sent over a connection made for it, least of all a token.
 *
 * @param chain what it presented, its own certificate first; empty if nothing
 * @param isAskedForCertificate whether it asked for a certificate of this client
 * @param issuers authorities that such a certificate should come from; empty for any
 */
record Look(List<X509Certificate> chain, boolean isAskedForCertificate, List<String> issuers) {

    /** Shakes hands once more, for what there is to see. */
    static Look at(Hop hop) {
        RecordedChain chain = new RecordedChain();
        RecordedQuestion question = new RecordedQuestion();
        try {
            TlsCheck.handshake(context(chain, question), hop, false);
        } catch (IOException e) {
            // Whatever was presented before that is what there is to see.
            return new Look(chain.chain(), question.isAsked(), question.issuers());
        }
        return new Look(chain.chain(), question.isAsked(), question.issuers());
    }

    private static SSLContext context(TrustManager trust, KeyManager key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }
}
