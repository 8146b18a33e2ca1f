package dev.hec.receiver.server;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.web.ContainerError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Writes the errors that Tomcat finds before any servlet, such as a malformed request line, as JSON. */
public final class JsonErrorValve extends ErrorReportValve {

    /** For the container. */
    public JsonErrorValve() {}

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpReply reply = ContainerError.reply(response.getStatus());
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType(reply.contentType());
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The error could not be sent", e);
        }
    }
}
