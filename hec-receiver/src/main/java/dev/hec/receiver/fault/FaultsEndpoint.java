package dev.hec.receiver.fault;

import dev.hec.format.Reply;
import dev.hec.receiver.http.BodyPace;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.http.TimelyInput;
import dev.hec.receiver.wire.OwnCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /admin/faults}: PUT sets the scripts, GET shows them, DELETE clears them; {@code /admin/faults/certificate} is what an
 * https client has to trust. Thread-safe.
 */
public final class FaultsEndpoint implements RequestHandler {

    /** Where it is. */
    public static final String PATH = "/admin/faults";

    private static final String ALLOW = "GET,HEAD,PUT,DELETE,OPTIONS";
    private static final int MAX_BODY = 1 << 20;

    private final FaultPlan plan;

    /** An endpoint, to be put behind a guard. */
    public FaultsEndpoint(FaultPlan plan) {
        this.plan = plan;
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        return request.path().equals(PATH) ? faults(request) : certificate(request);
    }

    private HttpReply faults(HttpRequest request) {
        switch (request.method()) {
            case "GET", "HEAD" -> {}
            case "PUT" -> {
                try {
                    byte[] body = new TimelyInput(request.body(), new BodyPace()).readNBytes(MAX_BODY + 1);
                    if (body.length > MAX_BODY) {
                        return error(413, "The scripts are larger than " + MAX_BODY + " bytes.");
                    }
                    plan.replace(FaultJson.read(new ByteArrayInputStream(body)));
                } catch (IllegalArgumentException e) {
                    return error(400, String.valueOf(e.getMessage()));
                } catch (SocketTimeoutException e) {
                    return error(408, "The scripts did not arrive in time.");
                } catch (IOException e) {
                    return error(400, "The body did not come: " + e.getMessage());
                }
            }
            case "DELETE" -> plan.clear();
            case "OPTIONS" -> {
                return new HttpReply(200, "", "", Map.of("Allow", ALLOW));
            }
            default -> {
                return notAllowed(ALLOW);
            }
        }
        return HttpReply.json(200, FaultJson.write(plan.progress()));
    }

    private HttpReply certificate(HttpRequest request) {
        Optional<OwnCertificates> certificates = plan.certificates();
        if (certificates.isEmpty() || !request.path().equals(PATH + "/certificate")) {
            return error(404, "The requested URL was not found on this server.");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return notAllowed("GET,HEAD");
        }
        return new HttpReply(200, "application/x-pem-file", certificates.get().pem(), Map.of());
    }

    private static HttpReply notAllowed(String allow) {
        return new HttpReply(
                405,
                "application/json",
                Reply.ofStatus(405, "This URL answers " + allow + " only.").toJson(),
                Map.of("Allow", allow));
    }

    private static HttpReply error(int status, String text) {
        return HttpReply.json(status, Reply.ofStatus(status, text).toJson());
    }
}
