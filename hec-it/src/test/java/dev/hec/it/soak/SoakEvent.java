package dev.hec.it.soak;

import dev.hec.EventMapper;
import java.util.Random;

/**
 * An event with a name of its own: client, thread and number. Immutable.
 *
 * @param thread name of the thread in its client
 * @param number from 0, in the order of logging
 * @param kind what the collector thinks of it
 * @param text anything
 */
record SoakEvent(String thread, int number, Kind kind, String text) {

    /** What becomes of an event. */
    enum Kind {
        /** Is taken. */
        PLAIN,
        /** The relay answers 400 to any request with such an event, and does not say which it is. */
        POISON,
        /** The receiver itself cannot read it, and says which it is, after storing those before it. */
        DEEP,
        /** The relay answers 413 to any request with such an event. */
        HEAVY;

        private static final int FIRST = 20;
        private static final int ONE_OF = 1_500;

        /** In the first thread one of each kind comes early, so that it comes. */
        static Kind random(String thread, int number, Random random) {
            if (thread.equals("t0") && number > 0 && number % FIRST == 0 && number / FIRST < values().length) {
                return values()[number / FIRST];
            }
            int drawn = random.nextInt(3 * ONE_OF);
            return drawn == 0 ? POISON : drawn == 1 ? HEAVY : drawn <= 3 ? DEEP : PLAIN;
        }

        boolean isIn(String body) {
            return body.contains("\"kind\":\"" + name() + "\"");
        }
    }

    /** Deeper than the receiver reads. */
    private static final int DEPTH = 150;

    static final EventMapper<SoakEvent> MAPPER = (event, out) -> {
        out.beginObject();
        out.field("t", event.thread);
        out.field("n", event.number);
        out.field("kind", event.kind.name());
        out.field("message", event.text);
        if (event.kind == Kind.DEEP) {
            for (int i = 0; i < DEPTH; i++) {
                out.beginObject("d");
            }
            for (int i = 0; i < DEPTH; i++) {
                out.endObject();
            }
        }
        out.endObject();
    };
}
