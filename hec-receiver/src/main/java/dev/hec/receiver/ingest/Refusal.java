package dev.hec.receiver.ingest;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import java.util.Map;

/** Ends a request with a reply other than success. Nothing of the request was stored when it is thrown. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final int status;
    private final transient Map<String, String> headers;

    Refusal(ReplyCode code) {
        this(code.status(), Reply.of(code), Map.of());
    }

    Refusal(ReplyCode code, Map<String, String> headers) {
        this(code.status(), Reply.of(code), headers);
    }

    /**
     * A body that cannot be read.
     *
     * @param why what is wrong with it, for people
     */
    static Refusal invalidData(String why) {
        ReplyCode code = ReplyCode.INVALID_DATA_FORMAT;
        Reply reply = new Reply(code.code(), code.text() + ": " + why, null, null);
        return new Refusal(code.status(), reply, Map.of());
    }

    /** A refusal by HTTP itself, whose status serves as the code. */
    Refusal(int status, String text, Map<String, String> headers) {
        this(status, Reply.ofStatus(status, text), headers);
    }

    Refusal(int status, Reply reply, Map<String, String> headers) {
        // No stack trace: a refusal is an answer, and a busy server gives many.
        super(reply.text(), null, false, false);
        this.status = status;
        this.reply = reply;
        this.headers = headers;
    }

    int status() {
        return status;
    }

    Reply reply() {
        return reply;
    }

    Map<String, String> headers() {
        return headers;
    }
}
