package dev.hec.receiver.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.security.auth.x500.X500Principal;

/** Writes X.509 certificates with elliptic keys, which the JDK can read but not make. Stateless. */
final class CertificateForm {

    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int SEQUENCE = 0x30;
    private static final byte[] ECDSA_WITH_SHA256 =
            tlv(SEQUENCE, bytes(0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));
    private static final byte[] VERSION_3 = bytes(0xA0, 0x03, 0x02, 0x01, 0x02);
    private static final byte[] BASIC_CONSTRAINTS = bytes(0x06, 0x03, 0x55, 0x1D, 0x13, 0x01, 0x01, 0xFF);
    private static final byte[] ALTERNATIVE_NAMES = bytes(0x06, 0x03, 0x55, 0x1D, 0x11);

    private CertificateForm() {}

    static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** A certificate signed by itself, for a name that is also its host. */
    static X509Certificate authority(KeyPair keys, String name) throws GeneralSecurityException {
        byte[] isAuthority = tlv(SEQUENCE, BASIC_CONSTRAINTS, tlv(0x04, tlv(SEQUENCE, bytes(0x01, 0x01, 0xFF))));
        X500Principal subject = new X500Principal("CN=" + name);
        return sign(keys, subject, keys.getPublic(), subject, isAuthority);
    }

    /** A certificate for localhost and 127.0.0.1. */
    static X509Certificate forThisMachine(KeyPair issuer, X509Certificate authority, PublicKey key)
            throws GeneralSecurityException {
        byte[] isNone = tlv(SEQUENCE, BASIC_CONSTRAINTS, tlv(0x04, tlv(SEQUENCE)));
        byte[] name = tlv(0x82, "localhost".getBytes(StandardCharsets.US_ASCII));
        byte[] address = tlv(0x87, bytes(127, 0, 0, 1));
        byte[] names = tlv(SEQUENCE, ALTERNATIVE_NAMES, tlv(0x04, tlv(SEQUENCE, name, address)));
        return sign(issuer, authority.getSubjectX500Principal(), key, new X500Principal("CN=localhost"), isNone, names);
    }

    private static X509Certificate sign(
            KeyPair issuerKeys, X500Principal issuer, PublicKey key, X500Principal subject, byte[]... extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] body = tlv(
                SEQUENCE,
                VERSION_3,
                tlv(
                        0x02,
                        new BigInteger(63, new SecureRandom())
                                .add(BigInteger.ONE)
                                .toByteArray()),
                ECDSA_WITH_SHA256,
                issuer.getEncoded(),
                tlv(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(30)))),
                subject.getEncoded(),
                key.getEncoded(),
                tlv(0xA3, tlv(SEQUENCE, extensions)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKeys.getPrivate());
        signature.update(body);
        byte[] encoded = tlv(SEQUENCE, body, ECDSA_WITH_SHA256, tlv(0x03, new byte[] {0}, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
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
