package dev.hec.log4j2;

import dev.hec.EventMapper;
import dev.hec.event.LayoutText;
import dev.hec.format.EventWriter;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;

/** Writes a Log4j event as what the user's own layout makes of it. As thread-safe as the layout. */
final class LayoutMapper implements EventMapper<LogEvent> {

    /** Writes JSON, and does not declare it. */
    private static final String SPRING_BOOTS = "org.springframework.boot.logging.log4j2.StructuredLogLayout";

    private final Layout<?> layout;
    private final boolean json;

    /** @param format {@code text}, {@code json}, or {@code auto} to go by what the layout declares */
    LayoutMapper(Layout<?> layout, String format) {
        this.layout = layout;
        String contentType = layout.getContentType();
        json = format.equals("json")
                || (format.equals("auto")
                        && (layout.getClass().getName().equals(SPRING_BOOTS)
                                || (contentType != null && LayoutText.isJson(contentType))));
    }

    @Override
    public void map(LogEvent event, EventWriter out) {
        String text = layout instanceof StringLayout strings
                ? strings.toSerializable(event)
                : new String(layout.toByteArray(event), StandardCharsets.UTF_8);
        LayoutText.write(out, text, json);
    }
}
