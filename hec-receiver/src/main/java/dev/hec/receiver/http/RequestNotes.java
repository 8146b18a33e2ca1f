package dev.hec.receiver.http;

/**
 * What is learnt about a request while it is answered, for the access log. Written by handlers, read by the rim after the reply.
 * Confined to the thread of the request.
 */
public final class RequestNotes {

    private String sender = "";
    private int events;

    /** Nothing is known yet. */
    public RequestNotes() {}

    /**
     * It is known whose token the request presents, whether it was let in or not.
     *
     * @param name of the token; never the token itself
     */
    public void sender(String name) {
        sender = name;
    }

    /** Events of the request were stored, or had been before. */
    public void events(int count) {
        events = count;
    }

    /** The name of the sender's token; empty if it presented none that is known, or needed none. */
    public String sender() {
        return sender;
    }

    /** How many events were stored. */
    public int events() {
        return events;
    }
}
