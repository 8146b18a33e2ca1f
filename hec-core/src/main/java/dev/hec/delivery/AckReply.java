package dev.hec.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The body of an answer of the ack endpoint: {@code {"acks":{"0":true,"1":false}}}. Pure.
 *
 * <p>False means pending, failed, unknown or told before: Splunk forgets an id after it has said true once.
 */
final class AckReply {

    private static final JsonFactory JSON = new JsonFactory();

    private AckReply() {}

    /** Whether the body says true of an id. Read leniently: what is no such answer says true of nothing. */
    static boolean isTrue(byte[] body, long ackId) {
        String wanted = Long.toString(ackId);
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean acks = json.currentName().equals("acks");
                if (json.nextToken() == JsonToken.START_OBJECT && acks) {
                    return isTrue(json, wanted);
                }
                json.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTrue(JsonParser acks, String wanted) throws IOException {
        while (acks.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = acks.currentName().equals(wanted);
            JsonToken value = acks.nextToken();
            if (found) {
                return value == JsonToken.VALUE_TRUE;
            }
            acks.skipChildren();
        }
        return false;
    }
}
