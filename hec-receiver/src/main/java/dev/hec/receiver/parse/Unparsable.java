package dev.hec.receiver.parse;

/** A line is not what its parser takes it for. The message says why in a few words. */
final class Unparsable extends Exception {

    private static final long serialVersionUID = 1L;

    Unparsable(String why) {
        // No stack trace: a sender may send many such lines.
        super(why, null, false, false);
    }
}
