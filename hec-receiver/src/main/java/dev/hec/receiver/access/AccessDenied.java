package dev.hec.receiver.access;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import java.util.Map;

/** A request may not go on; says what to answer. Nothing of its body was read when it is thrown. */
public final class AccessDenied extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Reply reply;
    private final String sender;

    /** Nobody who is known. */
    AccessDenied(ReplyCode code) {
        this(code, code.text(), "");
    }

    /**
     * With a code of the table and a text that may say more than the code's own.
     *
     * @param sender the name of the token that was presented, if it is a known one; else empty
     */
    AccessDenied(ReplyCode code, String text, String sender) {
        // No stack trace: it is an answer, and strangers can ask for many.
        super(text, null, false, false);
        this.status = code.status();
        this.reply = new Reply(code.code(), text, null, null);
        this.sender = sender;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The body. */
    public Reply reply() {
        return reply;
    }

    /** The name of the token that was presented and is known; else empty. */
    public String sender() {
        return sender;
    }

    /** Whether a token was presented that nobody knows. */
    boolean unknownToken() {
        return reply.text().equals(ReplyCode.INVALID_TOKEN.text());
    }

    /** The headers: a 401 says how to present a token. */
    public Map<String, String> headers() {
        return status == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
    }
}
