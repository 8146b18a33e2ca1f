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
     * The request was let in.
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

    /** The name of the sender's token; empty if the request was not let in, or needed no token. */
    public String sender() {
        return sender;
    }

    /** How many events were stored. */
    public int events() {
        return events;
    }
}
