package dev.hec.transport.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom another manager trusts, if the validated chain also has one of some pinned keys.
 *
 * <p>Thread-safe; immutable. Everything else, the name of the host included, is checked by the other manager first.
 *
 * <p>The pin may be that of the collector's own key, of an authority in between, or of the root. It is looked for in the
 * chain from the collector's certificate to the trusted root, as built and validated here, and not in the list that the
 * collector sent: anybody with some trusted certificate could add one with a pinned key to that list.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager trust;
    private final Set<String> pins;

    PinnedTrust(X509ExtendedTrustManager trust, List<String> pins) {
        this.trust = trust;
        this.pins = Set.copyOf(pins);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(sent, authType, engine);
        checkPins(sent);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType, Socket socket) throws CertificateException {
        trust.checkServerTrusted(sent, authType, socket);
        checkPins(sent);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType) throws CertificateException {
        trust.checkServerTrusted(sent, authType);
        checkPins(sent);
    }

    private void checkPins(X509Certificate[] sent) throws CertificateException {
        List<String> seen = validated(sent).stream().map(Pin::of).toList();
        if (seen.stream().noneMatch(pins::contains)) {
            throw new PinMismatchException("The collector's certificate is trusted, but none of its keys is in tlsPins."
                    + " Keys of its chain, its own first: " + String.join(", ", seen)
                    + ". If the change is known to be genuine, add one of them to tlsPins.");
        }
    }

    /** Public keys of the chain, from the collector's own to the trusted root's. */
    private List<PublicKey> validated(X509Certificate[] sent) throws CertificateException {
        X509Certificate own = sent[0];
        List<X509Certificate> issuers = Arrays.asList(trust.getAcceptedIssuers());
        if (issuers.contains(own)) {
            return List.of(own.getPublicKey());
        }
        Set<TrustAnchor> anchors = issuers.stream()
                .map(issuer -> new TrustAnchor(issuer, null))
                .collect(Collectors.toCollection(HashSet::new));
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(own);
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(Arrays.asList(sent))));
            // Asking for revocation is the other manager's affair.
            parameters.setRevocationEnabled(false);
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            List<PublicKey> keys = new ArrayList<>();
            for (Certificate certificate : path.getCertPath().getCertificates()) {
                keys.add(certificate.getPublicKey());
            }
            keys.add(path.getTrustAnchor().getTrustedCert().getPublicKey());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("no chain to look for pins in: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
