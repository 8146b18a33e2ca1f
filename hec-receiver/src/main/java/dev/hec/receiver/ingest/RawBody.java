package dev.hec.receiver.ingest;

import dev.hec.codec.Codec;
import dev.hec.receiver.archive.ArchiveException;
import dev.hec.receiver.archive.GzipFile;
import dev.hec.receiver.archive.TarArchive;
import dev.hec.receiver.archive.TarMember;
import dev.hec.receiver.event.Event;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of {@code /raw}, which is a text, a gzip file of a text, or a tar archive of such files, compressed by gzip or not. What
 * it is, its first bytes tell; a text is never taken for anything else. Confined to one request.
 *
 * <p>The limit of a body's uncompressed bytes holds for all of it together: for an archive and for what is inflated out of it. An archive
 * is read to its end before any line of it is an event: of one that is damaged nothing is stored.
 *
 * <p>Source: the vendor's article, "Whole files (txt, tar.gz)"; it does not say in which form.
 */
final class RawBody {

    private final Map<String, List<String>> query;
    private final EventAssembly assembly;
    private final MemoryBudget.Share memory;
    private final IngestCounters counters;

    RawBody(
            Map<String, List<String>> query,
            EventAssembly assembly,
            MemoryBudget.Share memory,
            IngestCounters counters) {
        this.query = query;
        this.assembly = assembly;
        this.memory = memory;
        this.counters = counters;
    }

    /** The body itself, or what is in it if it is a gzip file. */
    static byte[] unzipped(byte[] body, MemoryBudget.Share memory) throws Refusal {
        return GzipFile.beginsAt(body, 0, body.length)
                ? RequestBody.inflate(new ByteArrayInputStream(body), Codec.GZIP, RequestBody.MAX_BYTES, memory)
                : body;
    }

    /** The events of a body; without any line in it the result is empty. */
    List<Event> read(byte[] body) throws Refusal {
        if (!TarArchive.isOne(body)) {
            return lines(body, 0, body.length, null);
        }
        List<Event> events = new ArrayList<>();
        int left = RequestBody.MAX_BYTES - body.length;
        for (TarMember member : members(body)) {
            if (GzipFile.beginsAt(body, member.start(), member.end())) {
                InputStream compressed = new ByteArrayInputStream(body, member.start(), member.end() - member.start());
                byte[] inflated = RequestBody.inflate(compressed, Codec.GZIP, left, memory);
                left -= inflated.length;
                events.addAll(lines(inflated, 0, inflated.length, member.path()));
            } else {
                events.addAll(lines(body, member.start(), member.end(), member.path()));
            }
        }
        return events;
    }

    private static List<TarMember> members(byte[] archive) throws Refusal {
        try {
            return TarArchive.members(archive);
        } catch (ArchiveException e) {
            String why = String.valueOf(e.getMessage());
            throw e.isTooLarge() ? new Refusal(413, why, Map.of()) : Refusal.invalidData(why);
        }
    }

    private List<Event> lines(byte[] bytes, int from, int to, @Nullable String path) throws Refusal {
        Utf8Text text = Utf8Text.decode(bytes, from, to);
        counters.replaced(text.replaced());
        return new RawLines(query, assembly, memory, path).read(text.text());
    }
}
