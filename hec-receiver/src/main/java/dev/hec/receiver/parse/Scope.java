package dev.hec.receiver.parse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request lends to the parsers of its lines. Confined to one request.
 *
 * @param <X> thrown when the request may take no more memory; ends the request
 */
public interface Scope<X extends Exception> {

    /** Asks for memory before a field is made. */
    void take(long bytes) throws X;

    /** Two values wanted one name, and the later one stayed. */
    void clash();

    /** The fields of a JSON object as those of a structured event, memory taken; null if the text is not one JSON object. */
    @Nullable
    Map<String, Object> jsonObject(String text) throws X;
}
