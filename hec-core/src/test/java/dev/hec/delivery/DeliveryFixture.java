package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.auth.Credentials;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.deadletter.DeadLetters;
import dev.hec.format.EventDefaults;
import dev.hec.telemetry.LossWriter;
import dev.hec.time.Time;
import dev.hec.transport.TransportSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deliveries for tests: all that a test has no opinion on is plain. Set the public fields, then start. */
final class DeliveryFixture {

    private static final URI URL = URI.create("http://localhost/services/collector/event");

    String name = "test";
    long instance = 1;
    List<URI> urls = List.of(URL);
    String urlStrategy = "failover";
    boolean raw;

    @Nullable
    AckSettings ack;

    PaceLimits pace = new PaceLimits(1_000, 2_000_000_000, Duration.ofMinutes(5).toNanos());
    int maxInFlight = 1;
    Codec codec = Codec.NONE;
    Losses losses;

    @Nullable
    DeadLetters deadLetters;

    Credentials credentials = new Credentials(() -> "token", "Bearer");
    Diagnostics diagnostics = Diagnostics.SILENT;

    private final Time time;

    DeliveryFixture(Time time) {
        this.time = time;
        losses = untoldLosses(time);
    }

    /** Losses that no event tells of, so that a test counts its own events only. */
    static Losses untoldLosses(Time time) {
        return new Losses(lossWriter(), time) {
            @Override
            void tellInto(EventBuffer buffer) {}
        };
    }

    static LossWriter lossWriter() {
        return new LossWriter(new EventDefaults(null, null, null, null, Map.of()));
    }

    Delivery start(EventBuffer buffer, RetryPolicy retry, Delivery.TransportFactory transports) {
        DeliverySettings settings = new DeliverySettings(
                name,
                instance,
                urls,
                urlStrategy,
                "application/json",
                raw,
                ack,
                TransportSettings.of(Duration.ZERO, Duration.ZERO),
                retry,
                pace,
                maxInFlight,
                codec,
                0);
        Delivery delivery = new Delivery(
                settings, buffer, 10_000_000, credentials, losses, deadLetters, diagnostics, time, transports);
        delivery.start();
        return delivery;
    }
}
