package dev.hec.receiver.parse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines that are one JSON object each; its members become fields as those of a structured event do. */
final class JsonLines implements Extraction {

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        Map<String, Object> fields = into.scope().jsonObject(line);
        if (fields == null) {
            return "not one JSON object";
        }
        into.putAll(fields);
        return null;
    }
}
