package dev.hec.doctor;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Has no certificate to show, and remembers whether one was asked for; for {@link Look}. Confined to one thread. */
final class RecordedQuestion extends X509ExtendedKeyManager {

    private boolean asked;
    private List<String> issuers = List.of();

    boolean isAsked() {
        return asked;
    }

    /** Names of the authorities that the certificate should come from; empty for any. */
    List<String> issuers() {
        return issuers;
    }

    private void asked(Principal @Nullable [] authorities) {
        asked = true;
        if (authorities != null) {
            issuers = Arrays.stream(authorities).map(Principal::getName).toList();
        }
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] authorities, Socket socket) {
        asked(authorities);
        return null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] kinds, Principal @Nullable [] authorities, SSLEngine engine) {
        asked(authorities);
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] authorities) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] authorities) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] authorities, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return null;
    }
}
