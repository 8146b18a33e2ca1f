package dev.hec.receiver.server;

import dev.hec.receiver.ReceiverApplication;
import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.web.ContainerError;
import dev.hec.receiver.web.ReceiverServlet;
import dev.hec.receiver.web.SecurityHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Writes the errors that Tomcat finds before any servlet, such as a malformed request line, as JSON, and tells the application of
 * them like of any other request.
 */
final class JsonErrorValve extends ErrorReportValve {

    /** Anything but a page. */
    private static final String ERROR_PATH = "/error";

    private final ReceiverApplication application;

    JsonErrorValve(ReceiverApplication application) {
        this.application = application;
    }

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpReply reply = ContainerError.reply(response.getStatus());
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        try {
            SecurityHeaders.of(ERROR_PATH, request.isSecure()).forEach(response::setHeader);
            response.setContentType(reply.contentType());
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The error could not be sent", e);
        }
        if (request.getAttribute(ReceiverServlet.OBSERVED) == null) {
            application.observe(exchange(request, reply.status(), body.length));
        }
    }

    private static Exchange exchange(Request request, int status, int sent) {
        String path = Objects.requireNonNullElse(request.getRequestURI(), "-");
        return new Exchange(
                Objects.requireNonNullElse(request.getMethod(), "-"),
                path,
                path,
                request.getQueryString(),
                Objects.requireNonNullElse(request.getProtocol(), "-"),
                Objects.requireNonNullElse(request.getRemoteAddr(), "-"),
                request.getHeader("Referer"),
                request.getHeader("User-Agent"),
                status,
                0,
                sent,
                0,
                "",
                0);
    }
}
