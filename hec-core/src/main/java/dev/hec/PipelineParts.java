package dev.hec;

import dev.hec.auth.Credentials;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.deadletter.DeadLetters;
import dev.hec.delivery.AckSettings;
import dev.hec.delivery.Delivery;
import dev.hec.delivery.DeliverySettings;
import dev.hec.delivery.Losses;
import dev.hec.delivery.PaceLimits;
import dev.hec.delivery.RetryPolicy;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.format.Masks;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.NamePatterns;
import dev.hec.spool.Spool;
import dev.hec.spool.SpoolSettings;
import dev.hec.telemetry.LossWriter;
import dev.hec.time.Time;
import dev.hec.transport.RawAddress;
import dev.hec.transport.TransportSettings;
import dev.hec.transport.tls.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of a {@link Pipeline} from the settings; the one place that knows which setting goes where. Confined to the
 * thread that opens the client, except for {@link #writer}, which any thread may call.
 */
final class PipelineParts {

    private final String name;
    private final HecSettings settings;
    private final Diagnostics diagnostics;
    private final long instance;
    private final @Nullable SSLContext tls;
    private final EventDefaults defaults;
    private final boolean raw;
    private final @Nullable Masks masks;

    /** @param tls made elsewhere; null for one by the settings */
    PipelineParts(String name, HecSettings settings, Diagnostics diagnostics, long instance, @Nullable SSLContext tls) {
        this.name = name;
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.instance = instance;
        this.tls = tls;
        defaults = settings.eventDefaults();
        raw = settings.get(HecSetting.MODE).equals("raw");
        masks = masks(settings);
    }

    /** What it takes to reach the collector: files that may be missing or wrong. */
    record Connection(TransportSettings transport, Tls tls, Credentials credentials) {}

    EventWriter writer() {
        if (raw) {
            return EventWriter.raw(masks);
        }
        return new EventWriter(
                defaults, settings.get(HecSetting.EVENT_ID) ? BatchId.instanceText(instance) : null, masks);
    }

    private static @Nullable Masks masks(HecSettings settings) {
        NamePatterns names = settings.find(EventSetting.MASK_FIELDS);
        String pattern = settings.find(EventSetting.MASK_PATTERN);
        if (names == null && pattern == null) {
            return null;
        }
        return new Masks(
                names == null ? name -> false : names::matches, pattern == null ? null : Pattern.compile(pattern));
    }

    Losses losses() {
        return new Losses(raw ? LossWriter.raw() : new LossWriter(defaults), Time.SYSTEM);
    }

    @Nullable
    DeadLetters deadLetters() {
        Path directory = settings.find(HecSetting.DEAD_LETTER_DIR);
        return directory == null
                ? null
                : DeadLetters.open(directory, settings.get(HecSetting.DEAD_LETTER_BYTES), name, diagnostics);
    }

    @Nullable
    Spool spool() {
        Path directory = settings.find(HecSetting.SPOOL_DIR);
        if (directory == null) {
            return null;
        }
        SpoolSettings spool = new SpoolSettings(
                directory,
                name,
                batchBytes(),
                settings.get(HecSetting.BATCH_EVENTS),
                settings.get(HecSetting.SPOOL_BYTES),
                settings.get(HecSetting.FSYNC).equals("seal"));
        return Spool.open(spool, instance, diagnostics, Time.SYSTEM);
    }

    EventBuffer buffer(@Nullable Spool spool) {
        long bufferBytes = settings.get(HecSetting.BUFFER_BYTES);
        int batchEvents = settings.get(HecSetting.BATCH_EVENTS);
        long linger = Nanos.of(settings, HecSetting.LINGER);
        long maxBlock =
                settings.get(HecSetting.OVERFLOW).equals("block") ? Nanos.of(settings, HecSetting.MAX_BLOCK) : 0;
        if (spool == null) {
            return new EventBuffer(
                    BufferLimits.onHeap(bufferBytes, batchBytes(), batchEvents, linger, maxBlock), Time.SYSTEM);
        }
        long spoolBytes = settings.get(HecSetting.SPOOL_BYTES);
        return new EventBuffer(
                new BufferLimits(bufferBytes, spoolBytes, batchBytes(), batchEvents, linger, maxBlock),
                spool,
                Time.SYSTEM);
    }

    private int batchBytes() {
        return Math.toIntExact(settings.get(HecSetting.BATCH_BYTES));
    }

    /** @throws java.io.UncheckedIOException if a file of the token or of TLS cannot be used */
    Connection connection() {
        TransportSettings transport = TransportSettings.from(settings);
        return new Connection(
                transport,
                tls == null ? Tls.open(transport.tls(), diagnostics, Time.SYSTEM) : Tls.given(tls),
                Credentials.from(settings, diagnostics, Time.SYSTEM));
    }

    Delivery delivery(EventBuffer buffer, Connection connection, Losses losses, @Nullable DeadLetters deadLetters) {
        TransportSettings transport = connection.transport();
        AckSettings ack = ack();
        if (ack != null) {
            transport = transport.withHeader(TransportSettings.CHANNEL_HEADER, ack.channel());
        }
        DeliverySettings delivery = new DeliverySettings(
                name,
                instance,
                urls(),
                settings.get(HecSetting.URL_STRATEGY),
                raw ? RawAddress.CONTENT_TYPE : "application/json",
                raw,
                ack,
                transport,
                new RetryPolicy(
                        Nanos.of(settings, HecSetting.RETRY_FOR),
                        Nanos.of(settings, HecSetting.RETRY_INITIAL),
                        Nanos.of(settings, HecSetting.RETRY_MAX),
                        Nanos.of(settings, HecSetting.MAX_PAUSE),
                        Nanos.of(settings, HecSetting.PARK_INTERVAL)),
                new PaceLimits(
                        settings.get(HecSetting.REQUESTS_PER_SECOND),
                        settings.get(HecSetting.BYTES_PER_SECOND),
                        Nanos.of(settings, HecSetting.MAX_PAUSE)),
                settings.get(HecSetting.MAX_IN_FLIGHT),
                Codec.named(settings.get(HecSetting.COMPRESSION)).orElseThrow(),
                settings.get(HecSetting.COMPRESSION_LEVEL));
        return new Delivery(
                delivery,
                buffer,
                settings.get(
                        settings.find(HecSetting.SPOOL_DIR) == null ? HecSetting.BUFFER_BYTES : HecSetting.SPOOL_BYTES),
                connection.credentials(),
                losses,
                deadLetters,
                connection.tls(),
                diagnostics,
                Time.SYSTEM);
    }

    private List<URI> urls() {
        List<URI> urls = settings.get(HecSetting.URL);
        if (!raw) {
            return urls;
        }
        return urls.stream()
                .map(url -> RawAddress.of(url, defaults))
                .peek(address -> address.problems().forEach(diagnostics::warn))
                .map(RawAddress::url)
                .toList();
    }

    private @Nullable AckSettings ack() {
        if (!settings.get(HecSetting.ACK)) {
            return null;
        }
        String channel = settings.find(HecSetting.CHANNEL);
        return new AckSettings(
                channel == null ? UUID.randomUUID().toString() : channel,
                Nanos.of(settings, HecSetting.ACK_TIMEOUT),
                Nanos.of(settings, HecSetting.ACK_INTERVAL));
    }
}
