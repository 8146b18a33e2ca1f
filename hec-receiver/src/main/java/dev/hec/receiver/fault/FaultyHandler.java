package dev.hec.receiver.fault;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.http.BodyPace;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.http.Routes;
import dev.hec.receiver.http.TimelyInput;
import dev.hec.receiver.wire.CutConnection;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Lets requests fail as the plan has it, before anything else sees them; the others go on to their routes. Thread-safe. */
public final class FaultyHandler implements RequestHandler {

    private final FaultPlan plan;
    private final Routes routes;
    private volatile boolean stopping;

    /** @param routes where requests go that do not fail */
    public FaultyHandler(FaultPlan plan, Routes routes) {
        this.plan = plan;
        this.routes = routes;
    }

    @Override
    public void stop() {
        stopping = true;
        routes.stop();
        plan.clear(); // nobody would end what hangs
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        Optional<FaultPlan.Taken> taken = stopping ? Optional.empty() : plan.take(request.method(), request.path());
        if (taken.isEmpty()) {
            return answer(request);
        }
        long generation = taken.get().generation();
        plan.clearings().pause(taken.get().script().delay(), generation);
        Fault fault = taken.get().script().fault();
        return switch (fault.kind()) {
            case REPLY -> reply(fault);
            case SLOW_READ -> answer(slow(request, fault.bytesPerSecond(), generation));
            case HANG ->
                throw CutConnection.after(
                        end -> plan.clearings().whenCleared(generation, end),
                        fault.kind().word());
            case RESET_BEFORE_BODY -> throw new CutConnection(fault.kind().word());
            case RESET_AFTER_BODY -> {
                readWhole(request);
                throw new CutConnection(fault.kind().word());
            }
            case LOSE_REPLY -> {
                answer(request).release();
                throw new CutConnection(fault.kind().word());
            }
            case DELAY, WRONG_CERTIFICATE -> answer(request);
        };
    }

    private HttpReply answer(HttpRequest request) {
        return routes.of(request.path()).handle(request);
    }

    private static HttpReply reply(Fault fault) {
        int status = fault.status();
        Reply reply = switch (status) {
            case 200 -> Reply.of(ReplyCode.SUCCESS);
            case 400 -> Reply.of(ReplyCode.INVALID_DATA_FORMAT);
            case 401 -> Reply.of(ReplyCode.INVALID_AUTHORIZATION);
            case 403 -> Reply.of(ReplyCode.INVALID_TOKEN);
            case 429 -> Reply.of(ReplyCode.QUEUE_AT_CAPACITY);
            case 500 -> Reply.of(ReplyCode.INTERNAL_ERROR);
            case 503 -> Reply.of(ReplyCode.SERVER_BUSY);
            default -> Reply.ofStatus(status, "A fault that was asked for.");
        };
        Map<String, String> headers =
                fault.retryAfter() == null ? Map.of() : Map.of("Retry-After", Long.toString(fault.retryAfterSeconds()));
        return new HttpReply(status, "application/json", reply.toJson(), headers);
    }

    private HttpRequest slow(HttpRequest request, int bytesPerSecond, long generation) {
        return request.withBody(new SlowInput(request.body(), plan, bytesPerSecond, generation));
    }

    private static void readWhole(HttpRequest request) {
        try (InputStream body = new TimelyInput(request.body(), new BodyPace())) {
            byte[] bytes = new byte[8192];
            while (body.read(bytes) >= 0) {}
        } catch (IOException e) {
            throw new CutConnection("the sender was faster: " + e.getMessage());
        }
    }
}
