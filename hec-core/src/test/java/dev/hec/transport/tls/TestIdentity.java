package dev.hec.transport.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A private key and its certificate chain, in the forms that files have. Immutable. */
public record TestIdentity(PrivateKey key, List<X509Certificate> chain) {

    /** Copies the chain. */
    public TestIdentity {
        chain = List.copyOf(chain);
    }

    /** The same, with certificates added to what a server sends. */
    public TestIdentity sendingAlso(X509Certificate certificate) {
        return new TestIdentity(
                key, Stream.concat(chain.stream(), Stream.of(certificate)).toList());
    }

    /** Chain and key. */
    public String pem() {
        return pem(chain) + keyPem();
    }

    /** The key alone, PKCS8. */
    public String keyPem() {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** Certificates alone. */
    public static String pem(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return block("CERTIFICATE", certificate.getEncoded());
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.joining());
    }

    /** Chain and encrypted key, as {@code openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES} writes it; the JDK 17 can write no newer. */
    public String encryptedPem(String password) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] encrypted = cipher.doFinal(key.getEncoded());
        return pem(chain)
                + block(
                        "ENCRYPTED PRIVATE KEY",
                        new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded());
    }

    /** A block of a PEM file. */
    public static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** The content of a key store file with the key. */
    public byte[] keyStore(String type, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("me", key, password.toCharArray(), chain.toArray(new Certificate[0]));
        return content(store, password);
    }

    /** The content of a key store file that trusts a certificate. */
    public static byte[] trustStore(String type, String password, X509Certificate trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", trusted);
        return content(store, password);
    }

    private static byte[] content(KeyStore store, String password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.store(content, password.toCharArray());
        return content.toByteArray();
    }

    /** For a server with this identity that trusts clients of an authority. */
    public SSLContext serverContext(X509Certificate clientsTrusted) throws GeneralSecurityException, IOException {
        // Of this type, since it takes any chain; a server may send more than it should.
        KeyStore own = KeyStore.getInstance("JKS");
        own.load(null, null);
        own.setKeyEntry("me", key, "changeit".toCharArray(), chain.toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, "changeit".toCharArray());
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("ca", clientsTrusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(clients);
        TrustManager[] managers = trust.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), managers, null);
        return context;
    }
}
