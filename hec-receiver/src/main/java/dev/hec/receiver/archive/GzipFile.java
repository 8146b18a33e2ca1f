package dev.hec.receiver.archive;

/** Tells a gzip file from a text. */
public final class GzipFile {

    private GzipFile() {}

    /** Whether bytes from an index on begin like a gzip file (RFC 1952). No text in UTF-8 does: its second byte continues nothing. */
    public static boolean beginsAt(byte[] bytes, int start, int end) {
        return end - start > 2
                && bytes[start] == 0x1f
                && bytes[start + 1] == (byte) 0x8b
                && bytes[start + 2] == 8; // deflate, the only method there is
    }
}
