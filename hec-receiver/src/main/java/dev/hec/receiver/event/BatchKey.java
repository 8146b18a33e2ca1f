package dev.hec.receiver.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a request with a batch id is known by: 128 bits of a hash over who sent it, the id and the body. Two requests with the same
 * key are the same request sent twice. Immutable.
 *
 * <p>The sender is part of it, so that nobody can suppress the events of another by guessing ids. The body is part of it, so
 * that a process that was cloned with its counter, as a snapshot of a virtual machine is, loses nothing.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record BatchKey(long high, long low) {

    /**
     * The key of a request.
     *
     * @param sender a hash of fixed length that stands for the sender
     * @param id the batch id, at most 255 characters of ASCII
     * @param body the body, not compressed
     */
    public static BatchKey of(byte[] sender, String id, byte[] body) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(sender);
            hash.update((byte) id.length()); // or an id could end where another's body begins
            hash.update(id.getBytes(StandardCharsets.US_ASCII));
            hash.update(body);
            ByteBuffer bits = ByteBuffer.wrap(hash.digest());
            return new BatchKey(bits.getLong(), bits.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
