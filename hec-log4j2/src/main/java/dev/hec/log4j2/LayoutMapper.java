package dev.hec.log4j2;

import dev.hec.EventMapper;
import dev.hec.format.EventWriter;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;

/** Writes a Log4j event as the text of a layout, without one line break at its end. As thread-safe as the layout. */
final class LayoutMapper implements EventMapper<LogEvent> {

    private final Layout<?> layout;

    LayoutMapper(Layout<?> layout) {
        this.layout = layout;
    }

    @Override
    public void map(LogEvent event, EventWriter out) {
        String text = layout instanceof StringLayout strings
                ? strings.toSerializable(event)
                : new String(layout.toByteArray(event), StandardCharsets.UTF_8);
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.endsWith("\n") ? text.length() - 1 : text.length();
        // A collector refuses an empty event, but takes a blank one.
        out.string(end == 0 ? " " : text.substring(0, end));
    }
}
