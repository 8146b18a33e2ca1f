package dev.hec.receiver.web;

import dev.hec.receiver.ReceiverApplication;
import dev.hec.receiver.http.BodyPace;
import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestNotes;
import dev.hec.receiver.http.StreamedBody;
import dev.hec.receiver.http.TimelyInput;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;

/**
 * Hands every request of the web application to {@link ReceiverApplication}, so that unknown paths and methods get its JSON as
 * well, and tells it of each one that was answered. Thread-safe.
 */
public final class ReceiverServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** A request with this attribute was told to the application. */
    public static final String OBSERVED = ReceiverServlet.class.getName() + ".observed";

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
        long start = System.nanoTime();
        CountedInput body = new CountedInput(request.getInputStream());
        CountedOutput out = new CountedOutput(response.getOutputStream());
        HttpRequest adapted = adapt(request, new TimelyInput(body, new BodyPace()));
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            HttpReply reply = ContainerError.reply(status instanceof Integer number ? number : 500);
            send(reply, adapted.path(), request.isSecure(), response, out);
            if (request.getAttribute(OBSERVED) == null) {
                application.observe(exchange(request, adapted, reply.status(), 0, out.bytes(), start));
            }
            return;
        }
        application.handle(adapted, reply -> {
            try {
                if (awaitsToBeAsked(request) && body.bytes() == 0) {
                    response.setHeader("Connection", "close"); // what comes next may be the body, or the next request
                }
                send(reply, adapted.path(), request.isSecure(), response, out);
            } finally {
                request.setAttribute(OBSERVED, true);
                application.observe(exchange(request, adapted, reply.status(), body.bytes(), out.bytes(), start));
            }
        });
    }

    private static HttpRequest adapt(HttpServletRequest request, InputStream body) {
        return new HttpRequest(
                request.getMethod(),
                path(request),
                request.getQueryString(),
                name -> Collections.list(request.getHeaders(name)),
                request.getContentLengthLong(),
                body,
                request.getRemoteAddr(),
                new RequestNotes(),
                request.getProtocol());
    }

    private static boolean awaitsToBeAsked(HttpServletRequest request) {
        return request.getHeader("Expect") != null
                && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null);
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    private static Exchange exchange(
            HttpServletRequest request, HttpRequest adapted, int status, long received, long sent, long start) {
        return new Exchange(
                adapted.method(),
                adapted.path(),
                request.getRequestURI(),
                adapted.query(),
                request.getProtocol(),
                adapted.remoteAddress(),
                request.getHeader("Referer"),
                request.getHeader("User-Agent"),
                status,
                received,
                sent,
                System.nanoTime() - start,
                adapted.notes().sender(),
                adapted.notes().events());
    }

    private static void send(
            HttpReply reply, String path, boolean secure, HttpServletResponse response, OutputStream out)
            throws IOException {
        response.setStatus(reply.status());
        SecurityHeaders.of(path, secure).forEach(response::setHeader);
        reply.headers().forEach(response::setHeader);
        if (!reply.contentType().isEmpty()) {
            response.setContentType(reply.contentType());
        }
        StreamedBody stream = reply.stream();
        if (stream != null) {
            stream.writeTo(out);
            return;
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        out.write(body);
    }
}
