package dev.hec.logback;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.hec.EventMapper;
import dev.hec.event.LayoutText;
import dev.hec.format.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Writes a Logback event as what the user's own layout or encoder makes of it. As thread-safe as that. */
final class LayoutMapper implements EventMapper<ILoggingEvent> {

    /** Encoders and layouts of JSON that have no content type which could be asked for. */
    private static final List<String> JSON_ENCODERS = List.of(
            "net.logstash.logback.encoder.",
            "net.logstash.logback.layout.",
            "co.elastic.logging.logback.EcsEncoder",
            "org.springframework.boot.logging.logback.StructuredLogEncoder",
            JsonEncoder.class.getName());

    private final Function<ILoggingEvent, String> layout;
    private final boolean json;

    private LayoutMapper(Function<ILoggingEvent, String> layout, boolean json) {
        this.layout = layout;
        this.json = json;
    }

    /** @param format {@code text}, {@code json}, or {@code auto} to go by what the layout declares */
    static LayoutMapper of(Layout<ILoggingEvent> layout, String format) {
        String contentType = layout.getContentType();
        return new LayoutMapper(
                layout::doLayout,
                isJson(format, isKnown(layout) || (contentType != null && LayoutText.isJson(contentType))));
    }

    /** @param format {@code text}, {@code json}, or {@code auto} to go by what the encoder is known for */
    static LayoutMapper of(Encoder<ILoggingEvent> encoder, String format) {
        if (encoder instanceof LayoutWrappingEncoder<ILoggingEvent> wrapping) {
            if (wrapping.getLayout() == null) {
                throw new IllegalArgumentException("its encoder has no layout; give it one, or start it first");
            }
            // Without the way through bytes, and whatever its charset.
            return of(wrapping.getLayout(), format);
        }
        return new LayoutMapper(
                event -> new String(encoder.encode(event), StandardCharsets.UTF_8), isJson(format, isKnown(encoder)));
    }

    private static boolean isKnown(Object layoutOrEncoder) {
        return JSON_ENCODERS.stream().anyMatch(layoutOrEncoder.getClass().getName()::startsWith);
    }

    private static boolean isJson(String format, boolean declared) {
        return format.equals("json") || (format.equals("auto") && declared);
    }

    @Override
    public void map(ILoggingEvent event, EventWriter out) {
        LayoutText.write(out, String.valueOf(layout.apply(event)), json);
    }
}
