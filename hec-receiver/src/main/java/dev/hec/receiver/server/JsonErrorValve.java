package dev.hec.receiver.server;

import dev.hec.format.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Writes errors of the container itself, such as a malformed request line, as the JSON of all other errors. */
public final class JsonErrorValve extends ErrorReportValve {

    /** For the container. */
    public JsonErrorValve() {}

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String text = status < 500 ? "The server refuses this request." : "Internal server error";
        byte[] body = Reply.ofStatus(status, text).toJson().getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The error could not be sent", e);
        }
    }
}
