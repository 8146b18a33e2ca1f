package dev.hec.receiver.web;

import dev.hec.receiver.ReceiverApplication;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.StreamedBody;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;

/**
 * Hands every request of the web application to {@link ReceiverApplication}, so that unknown paths and methods get its JSON as
 * well. Thread-safe.
 */
public final class ReceiverServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient ReceiverApplication application;

    private ReceiverServlet(ReceiverApplication application) {
        this.application = application;
    }

    /** Puts the application into a servlet context that is starting. */
    public static void register(ServletContext context, ReceiverApplication application) {
        ServletRegistration.Dynamic registration = context.addServlet("hec-receiver", new ReceiverServlet(application));
        registration.addMapping("/*");
        registration.setLoadOnStartup(1);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            send(ContainerError.reply(status instanceof Integer number ? number : 500), response);
        } else {
            application.handle(adapt(request), reply -> send(reply, response));
        }
    }

    private static HttpRequest adapt(HttpServletRequest request) throws IOException {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        return new HttpRequest(
                request.getMethod(),
                path,
                request.getQueryString(),
                name -> Collections.list(request.getHeaders(name)),
                request.getContentLengthLong(),
                request.getInputStream(),
                request.getRemoteAddr());
    }

    private static void send(HttpReply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        if (!reply.contentType().isEmpty()) {
            response.setContentType(reply.contentType());
        }
        StreamedBody stream = reply.stream();
        if (stream != null) {
            stream.writeTo(response.getOutputStream());
            return;
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
