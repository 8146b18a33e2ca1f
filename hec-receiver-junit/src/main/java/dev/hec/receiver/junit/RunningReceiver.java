package dev.hec.receiver.junit;

import dev.hec.receiver.Receiver;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.fault.FaultPlan;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.wire.CutConnection;
import dev.hec.receiver.wire.WireHandler.ReplySink;
import dev.hec.receiver.wire.WireServer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The receiver with its server and its memory, from start to stop. Opened and closed by one thread at a time. */
final class RunningReceiver implements Closeable {

    private final Arrivals arrivals;
    private final MemoryStorage storage = new MemoryStorage();
    private final Receiver receiver;
    private final WireServer server;

    RunningReceiver(String token, FaultPlan faults, Arrivals arrivals) throws IOException {
        this.arrivals = arrivals;
        Settings settings = Settings.defaults()
                .with(Setting.TOKEN, token)
                .with(Setting.FAULTS, true)
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(1))
                // A test that is fast is no attack.
                .with(Setting.REQUESTS_PER_SECOND, 0)
                .with(Setting.BYTES_PER_SECOND, 0L);
        try {
            receiver = Receiver.open(settings, ignored -> storage, faults);
        } catch (InvalidSettings e) {
            throw new IOException("the receiver does not start: " + e.getMessage(), e);
        }
        try {
            server = WireServer.open("127.0.0.1", 0, faults::context, this::handle);
        } catch (IOException e) {
            receiver.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    private void handle(HttpRequest request, ReplySink sink) throws IOException {
        RunningRequest running = new RunningRequest(request, arrivals);
        storage.current(running);
        try {
            // Known before it is answered: whoever has the reply finds the request here.
            receiver.application().handle(running.counted(), reply -> {
                running.end(reply.status(), null);
                sink.send(reply);
            });
        } catch (CutConnection e) {
            running.end(0, e.getMessage());
            throw e;
        } finally {
            storage.current(null);
        }
    }

    @Override
    public void close() throws IOException {
        try (server) {
            receiver.close();
        }
    }
}
