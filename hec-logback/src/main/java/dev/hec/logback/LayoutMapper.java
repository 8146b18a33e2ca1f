package dev.hec.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import dev.hec.EventMapper;
import dev.hec.format.EventWriter;

/** Writes a Logback event as the text of a layout, without one line break at its end. As thread-safe as the layout. */
final class LayoutMapper implements EventMapper<ILoggingEvent> {

    private final Layout<ILoggingEvent> layout;

    LayoutMapper(Layout<ILoggingEvent> layout) {
        this.layout = layout;
    }

    @Override
    public void map(ILoggingEvent event, EventWriter out) {
        String text = String.valueOf(layout.doLayout(event));
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.endsWith("\n") ? text.length() - 1 : text.length();
        // A collector refuses an empty event, but takes a blank one.
        out.string(end == 0 ? " " : text.substring(0, end));
    }
}
