package dev.hec.receiver.search;

import dev.hec.receiver.store.SearchRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Where the next page begins. It carries everything that must not change between pages, the time range too, for {@code -15m}
 * means another time when the next page is asked for. Opaque to clients. Immutable.
 *
 * @param search checksum of the parameters that select and order, so that a cursor is not taken for another search
 * @param mark the last event of the page before
 */
record Cursor(int search, SearchRequest.Mark mark, long snapshot, long fromNanos, long toNanos) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Integer.BYTES + 5 * Long.BYTES;

    /** The checksum of a search. */
    static int checksum(String query, boolean newestFirst) {
        CRC32C checksum = new CRC32C();
        checksum.update(newestFirst ? 1 : 0);
        checksum.update(query.getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }

    String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putInt(search)
                .putLong(mark.timestampNanos())
                .putLong(mark.sequence())
                .putLong(snapshot)
                .putLong(fromNanos)
                .putLong(toNanos);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException if the text is no cursor */
    static Cursor decode(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not a cursor of this version");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        int search = in.getInt();
        SearchRequest.Mark mark = new SearchRequest.Mark(in.getLong(), in.getLong());
        return new Cursor(search, mark, in.getLong(), in.getLong(), in.getLong());
    }
}
