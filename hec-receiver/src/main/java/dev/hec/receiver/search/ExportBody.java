package dev.hec.receiver.search;

import dev.hec.receiver.http.StreamedBody;
import dev.hec.receiver.store.OpenExport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A line of JSON for each event found. If that fails, the reply is broken off: a reader sees a connection that ended too early and
 * never takes a part for the whole.
 */
record ExportBody(OpenExport export) implements StreamedBody {

    private static final System.Logger LOG = System.getLogger(ExportBody.class.getName());

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        try {
            export.writeTo(event -> {
                lines.write(event);
                lines.write('\n');
            });
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an export was broken off: " + e);
            throw e;
        }
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        export.close();
    }
}
