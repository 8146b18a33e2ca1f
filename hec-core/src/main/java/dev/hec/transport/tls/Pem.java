package dev.hec.transport.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file, in their order; text between them is a comment. Immutable. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final List<Block> blocks;

    /** What stands between BEGIN and END, still in Base64. */
    record Block(String label, String base64) {

        byte[] der() throws UnusableFileException {
            try {
                return Base64.getDecoder().decode(SPACE.matcher(base64).replaceAll(""));
            } catch (IllegalArgumentException e) {
                throw new UnusableFileException(
                        "has a block " + label + " that is not Base64, as if it had been edited", e);
            }
        }
    }

    private Pem(List<Block> blocks) {
        this.blocks = blocks;
    }

    static boolean looksLike(byte[] content) {
        return text(content).contains(BEGIN);
    }

    static Pem parse(byte[] content) throws UnusableFileException {
        String text = text(content);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        if (text.split(BEGIN, -1).length - 1 != blocks.size()) {
            // Half of a chain would pass for a chain.
            throw new UnusableFileException(
                    "has a BEGIN without its END, as if it had been cut off while being written");
        }
        return new Pem(List.copyOf(blocks));
    }

    /** Comments may be in any encoding; what matters is ASCII. */
    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    List<Block> blocks() {
        return blocks;
    }

    List<X509Certificate> certificates() throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE")
                    || block.label().equals("TRUSTED CERTIFICATE")
                    || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block.der()));
            }
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) throws UnusableFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new UnusableFileException("has a CERTIFICATE that cannot be read: " + e.getMessage(), e);
        }
    }
}
