package dev.hec.doctor;

import dev.hec.format.Reply;
import dev.hec.transport.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer in words. Immutable. Does without Jackson, where it must. */
final class ReplyText {

    private final Answer answer;
    private final Redaction redaction;
    private final boolean readable;
    private final Optional<Integer> code;
    private final String text;

    ReplyText(Answer answer, Redaction redaction) {
        this.answer = answer;
        this.redaction = redaction;
        Optional<Parsed> parsed;
        boolean canRead = true;
        try {
            parsed = Reply.parse(answer.body()).map(reply -> new Parsed(reply.code(), reply.text()));
        } catch (NoClassDefFoundError e) {
            parsed = Optional.empty();
            canRead = false;
        }
        readable = canRead;
        code = parsed.map(Parsed::code);
        text = parsed.map(Parsed::text).orElse(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private record Parsed(int code, String text) {}

    /** The HEC code, or -1 if there is none. */
    int code() {
        return code.orElse(-1);
    }

    /** Whether this is surely not what a collector says. */
    boolean isForeign() {
        return readable && code.isEmpty();
    }

    @Override
    public String toString() {
        String status = "HTTP " + answer.status()
                + code.map(number -> ", code " + number).orElse("");
        String shown = redaction.clean(text);
        return shown.isEmpty() ? status : status + ": " + shown;
    }
}
