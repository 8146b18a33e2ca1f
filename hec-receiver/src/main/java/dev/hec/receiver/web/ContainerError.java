package dev.hec.receiver.web;

import dev.hec.format.Reply;
import dev.hec.receiver.http.HttpReply;

/** Puts an error that the container found by itself, such as a method it does not allow, into the JSON of all other errors. */
public final class ContainerError {

    private ContainerError() {}

    /**
     * The reply for an error.
     *
     * @param status what the container decided on; codes that mean no error count as 500
     */
    public static HttpReply reply(int status) {
        int shown = status >= 400 && status <= 599 ? status : 500;
        String text = shown < 500 ? "The server refuses this request." : "Internal server error";
        return HttpReply.json(shown, Reply.ofStatus(shown, text).toJson());
    }
}
