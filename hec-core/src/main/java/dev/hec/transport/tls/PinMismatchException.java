package dev.hec.transport.tls;

import java.security.cert.CertificateException;

/** A trusted chain without any of the pinned keys. The message names the keys seen. */
public final class PinMismatchException extends CertificateException {

    private static final long serialVersionUID = 1L;

    PinMismatchException(String message) {
        super(message);
    }
}
