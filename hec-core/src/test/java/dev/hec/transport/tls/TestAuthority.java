package dev.hec.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** An authority that makes X.509 certificates for tests, in memory and of any validity. Thread-safe. */
public final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 =
            tlv(0x30, bytes(0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    private final KeyPair keys;
    private final List<X509Certificate> chain;

    private TestAuthority(KeyPair keys, List<X509Certificate> chain) {
        this.keys = keys;
        this.chain = chain;
    }

    /** A root, signed by itself. */
    public static TestAuthority root(String name) throws GeneralSecurityException {
        KeyPair keys = keys("EC");
        return new TestAuthority(keys, List.of(sign(keys, name, keys.getPublic(), name, now(), later(), true)));
    }

    /** An authority that this one vouches for. */
    public TestAuthority intermediate(String name) throws GeneralSecurityException {
        KeyPair below = keys("EC");
        return new TestAuthority(below, below(sign(keys, name(), below.getPublic(), name, now(), later(), true)));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A certificate for hosts, each a DNS name or an IPv4 address; the first is also its name. */
    public TestIdentity identity(String... hosts) throws GeneralSecurityException {
        return identity("EC", now(), later(), hosts);
    }

    /** A certificate with another kind of key, or another validity. */
    public TestIdentity identity(String kind, Instant from, Instant to, String... hosts)
            throws GeneralSecurityException {
        KeyPair own = keys(kind);
        X509Certificate certificate = sign(keys, name(), own.getPublic(), hosts[0], from, to, false, hosts);
        return new TestIdentity(own.getPrivate(), below(certificate));
    }

    /** A certificate in the name of an identity that is no authority, signed with that one's key all the same. */
    public static TestIdentity forged(TestIdentity issuer, String host) throws GeneralSecurityException {
        KeyPair own = keys("EC");
        X509Certificate above = issuer.chain().get(0);
        X509Certificate certificate = sign(
                new KeyPair(above.getPublicKey(), issuer.key()),
                commonName(above),
                own.getPublic(),
                host,
                now(),
                later(),
                false,
                host);
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(issuer.chain());
        return new TestIdentity(own.getPrivate(), chain);
    }

    /** What a server sends: the certificate and those between it and the root. */
    private List<X509Certificate> below(X509Certificate certificate) {
        List<X509Certificate> below = new ArrayList<>(List.of(certificate));
        chain.stream()
                .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
                .forEach(below::add);
        return below;
    }

    private String name() {
        return commonName(certificate());
    }

    private static String commonName(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static Instant now() {
        return Instant.now().minus(Duration.ofDays(1));
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofDays(30));
    }

    private static KeyPair keys(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            KeyPair issuerKeys,
            String issuer,
            PublicKey key,
            String subject,
            Instant from,
            Instant to,
            boolean authority,
            String... hosts)
            throws GeneralSecurityException {
        byte[] basicConstraints = tlv(
                0x30,
                bytes(0x06, 0x03, 0x55, 0x1D, 0x13, 0x01, 0x01, 0xFF),
                tlv(0x04, tlv(0x30, authority ? bytes(0x01, 0x01, 0xFF) : new byte[0])));
        byte[] alternativeNames = hosts.length == 0
                ? new byte[0]
                : tlv(0x30, bytes(0x06, 0x03, 0x55, 0x1D, 0x11), tlv(0x04, tlv(0x30, generalNames(hosts))));
        byte[] body = tlv(
                0x30,
                bytes(0xA0, 0x03, 0x02, 0x01, 0x02),
                tlv(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                ECDSA_WITH_SHA256,
                new X500Principal("CN=" + issuer).getEncoded(),
                tlv(0x30, time(from), time(to)),
                new X500Principal("CN=" + subject).getEncoded(),
                key.getEncoded(),
                tlv(0xA3, tlv(0x30, basicConstraints, alternativeNames)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKeys.getPrivate());
        signature.update(body);
        byte[] encoded = tlv(0x30, body, ECDSA_WITH_SHA256, tlv(0x03, new byte[] {0}, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] generalNames(String... hosts) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String host : hosts) {
            if (host.matches("[0-9.]+")) {
                byte[] address = new byte[4];
                String[] parts = host.split("\\.", -1);
                for (int i = 0; i < address.length; i++) {
                    address[i] = (byte) Integer.parseInt(parts[i]);
                }
                names.writeBytes(tlv(0x87, address));
            } else {
                names.writeBytes(tlv(0x82, host.getBytes(StandardCharsets.US_ASCII)));
            }
        }
        return names.toByteArray();
    }

    private static byte[] time(Instant time) {
        return tlv(0x18, GENERALIZED_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** DER: tag, length, value. */
    private static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        int length = value.size();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (length < 0x80) {
            encoded.write(length);
        } else if (length < 0x100) {
            encoded.writeBytes(bytes(0x81, length));
        } else {
            encoded.writeBytes(bytes(0x82, length >> 8, length));
        }
        encoded.writeBytes(value.toByteArray());
        return encoded.toByteArray();
    }
}
