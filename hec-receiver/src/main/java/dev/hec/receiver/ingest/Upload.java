package dev.hec.receiver.ingest;

import dev.hec.codec.Codec;
import dev.hec.receiver.archive.ArchiveException;
import dev.hec.receiver.archive.GzipFile;
import dev.hec.receiver.archive.TarArchive;
import dev.hec.receiver.archive.TarMember;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body with everything inflated that is in it, before any of it is interpreted. Immutable by agreement: nobody writes to the bytes.
 *
 * <p>The limit of a body's uncompressed bytes holds for all of it together: for an archive and for what is inflated out of it. An
 * archive is read to its end here, so of one that is damaged nothing is stored.
 */
final class Upload {

    private final byte[] body;
    private final List<Text> texts;
    private final int bytes;

    private Upload(byte[] body, List<Text> texts, int bytes) {
        this.body = body;
        this.texts = List.copyOf(texts);
        this.bytes = bytes;
    }

    /** The body, or what is in it if it is a gzip file. */
    byte[] body() {
        return body;
    }

    /** What is in it, in its order. */
    List<Text> texts() {
        return texts;
    }

    /** Of the body and of what was inflated out of it, at most {@link RequestBody#MAX_BYTES}. */
    int bytes() {
        return bytes;
    }

    /** A text to be read. Immutable by agreement. */
    static final class Text {

        private final byte[] bytes;
        private final int from;
        private final int to;
        private final @Nullable String path;

        private Text(byte[] bytes, int from, int to, @Nullable String path) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            this.path = path;
        }

        Utf8Text decoded() {
            return Utf8Text.decode(bytes, from, to);
        }

        /** Of the file in the archive; null if the body is a text by itself. */
        @Nullable
        String path() {
            return path;
        }
    }

    /** A body that is nothing but what it is. */
    static Upload plain(byte[] body) {
        return new Upload(body, List.of(new Text(body, 0, body.length, null)), body.length);
    }

    /** A body that may be a gzip file, a tar archive, compressed or not, or a text; its first bytes tell. */
    static Upload unpacked(byte[] sent, MemoryBudget.Share memory) throws Refusal {
        byte[] body = GzipFile.beginsAt(sent, 0, sent.length)
                ? RequestBody.inflate(new ByteArrayInputStream(sent), Codec.GZIP, RequestBody.MAX_BYTES, memory)
                : sent;
        if (!TarArchive.isOne(body)) {
            return plain(body);
        }
        List<Text> texts = new ArrayList<>();
        int bytes = body.length;
        for (TarMember member : members(body)) {
            if (GzipFile.beginsAt(body, member.start(), member.end())) {
                InputStream compressed = new ByteArrayInputStream(body, member.start(), member.end() - member.start());
                byte[] file = RequestBody.inflate(compressed, Codec.GZIP, RequestBody.MAX_BYTES - bytes, memory);
                bytes += file.length;
                texts.add(new Text(file, 0, file.length, member.path()));
            } else {
                texts.add(new Text(body, member.start(), member.end(), member.path()));
            }
        }
        return new Upload(body, texts, bytes);
    }

    private static List<TarMember> members(byte[] archive) throws Refusal {
        try {
            return TarArchive.members(archive);
        } catch (ArchiveException e) {
            String why = String.valueOf(e.getMessage());
            throw e.isTooLarge() ? new Refusal(413, why, Map.of()) : Refusal.invalidData(why);
        }
    }
}
