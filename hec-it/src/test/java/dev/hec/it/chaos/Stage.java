package dev.hec.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.demo.ReceiverProcess;
import dev.hec.it.ApplicationProcess;
import dev.hec.it.ReturnedCalls;
import dev.hec.it.SmallDisk;
import dev.hec.it.soak.Fault;
import dev.hec.it.soak.FaultyRelay;
import dev.hec.it.soak.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a cell is played on: the receiver, the relay before it, and the application in a process of its own. Confined to one thread. */
final class Stage implements AutoCloseable {

    static final String TOKEN = "chaos-t0ken";

    private static final String HOST_NAME = "collector.chaos.test";
    private static final Duration LATE = Duration.ofMillis(1_800);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ENOUGH_CALLS = 40;

    private final Cell cell;
    private final Path directory;
    private final Requests requests = new Requests();
    private final FaultyRelay relay;
    private final @Nullable TlsFront tls;
    private final @Nullable SmallDisk disk;
    private final @Nullable ShiftedClock clock;
    private final boolean ownReceiver;
    private final List<ApplicationProcess> applications = new ArrayList<>();
    private ReceiverProcess receiver;

    /** @param shared used by the cells that do not kill it */
    Stage(Cell cell, Path directory, ReceiverProcess shared) throws Exception {
        this.cell = cell;
        this.directory = directory;
        ownReceiver = cell.chaos() == Chaos.RECEIVER_KILLED;
        // What may skip the test comes first.
        clock = cell.chaos() == Chaos.CLOCK_JUMP ? ShiftedClock.compile(directory) : null;
        disk = cell.chaos() == Chaos.DISK_FULL ? SmallDisk.mount(directory.resolve("disk"), "size=512k") : null;
        receiver = ownReceiver ? startReceiver(directory, 0) : shared;
        relay = new FaultyRelay(receiver.url().getPort(), requests, LATE);
        tls = cell.chaos() == Chaos.BAD_CERTIFICATE ? new TlsFront(port(relay.url())) : null;
        resolve(true);
    }

    static ReceiverProcess startReceiver(Path directory, int port) throws IOException {
        return ReceiverProcess.start(
                dev.hec.it.TestFiles.receiverWar(),
                directory.resolve("receiver"),
                "--token",
                TOKEN,
                "--port",
                Integer.toString(port));
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    /** Starts the application; with other work than draining it logs when this returns. */
    ApplicationProcess startApplication(ChaosApplication.Work work) throws IOException {
        List<String> arguments = new ArrayList<>();
        if (cell.chaos() == Chaos.OUT_OF_MEMORY) {
            arguments.add("-Xmx48m");
        }
        arguments.addAll(List.of(
                "-Djdk.net.hosts.file=" + hosts(),
                "-Dsun.net.inetaddr.ttl=0",
                "-Dsun.net.inetaddr.negative.ttl=0",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChaosApplication.class.getName(),
                cell.framework().name(),
                directory.toString(),
                work.name()));
        settings().forEach((setting, value) -> arguments.add(setting + "=" + value));
        ApplicationProcess application = ApplicationProcess.start(
                Path.of(System.getProperty("java.home")),
                directory,
                clock == null ? Map.of() : clock.environment(),
                arguments.toArray(new String[0]));
        applications.add(application);
        if (work != ChaosApplication.Work.DRAIN) {
            application.awaitOutput("ready");
            awaitCalls(ENOUGH_CALLS);
        }
        return application;
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", url());
        settings.put("token", TOKEN);
        settings.put("source", cell.toString());
        settings.put("allowPlainHttp", "true");
        settings.put("linger", "40ms");
        // The pace after 429 and 503 counts requests, so what waits in a spool has to fit into a few.
        settings.put("batchBytes", cell.durable() ? "256KB" : "16KB");
        settings.put("connectTimeout", "1s");
        settings.put("requestTimeout", "1500ms");
        settings.put("retryInitial", "10ms");
        settings.put("retryMax", "300ms");
        settings.put("maxPause", "1500ms");
        settings.put("parkInterval", "200ms");
        settings.put("retryFor", !cell.durable() && cell.chaos().mayExpire ? "600ms" : "24h");
        if (cell.durable()) {
            settings.put("spoolDir", (disk == null ? directory.resolve("spool") : disk.root()).toString());
            settings.put("spoolBytes", "64MB");
            // Stands in for the files while the disk is full.
            settings.put("bufferBytes", "16MB");
        } else if (cell.chaos() == Chaos.APPLICATION_KILLED) {
            settings.put("bufferBytes", "8MB");
        } else {
            settings.put("bufferBytes", "96KB");
        }
        if (disk != null && !cell.durable()) {
            settings.put("deadLetterDir", disk.root().resolve("dead").toString());
        }
        if (tls != null) {
            settings.put("tlsTrust", tls.writeTrust(directory.resolve("ca.pem")).toString());
        }
        return settings;
    }

    private String url() {
        if (tls != null) {
            return tls.url();
        }
        return cell.chaos() == Chaos.DNS_FAILURE ? "http://" + HOST_NAME + ":" + port(relay.url()) : relay.url();
    }

    /** Whether the name of the host is known from now on. */
    void resolve(boolean known) throws IOException {
        Path next = Files.writeString(
                directory.resolve("hosts.next"),
                "127.0.0.1 localhost\n" + (known ? "127.0.0.1 " + HOST_NAME + "\n" : ""));
        Files.move(next, hosts(), StandardCopyOption.ATOMIC_MOVE);
        if (!known) {
            // Who is connected need not ask.
            relay.cutAll();
        }
    }

    private Path hosts() {
        return directory.resolve("hosts");
    }

    void killReceiver() {
        assertThat(ownReceiver).isTrue();
        receiver.kill();
    }

    void restartReceiver() throws IOException {
        receiver = startReceiver(directory, receiver.url().getPort());
    }

    /** Lets the relay do this until somebody has met it, and for a while. */
    void hold(Fault fault, Duration time) throws Exception {
        long before = requests.count(fault);
        relay.set(fault);
        pass(time);
        await().atMost(PATIENCE).until(() -> requests.count(fault) > before);
    }

    void calm() throws IOException {
        relay.set(Fault.NONE);
    }

    /** The application goes on for a while; it must not end by itself. */
    void pass(Duration time) throws InterruptedException {
        applications.get(applications.size() - 1).runFor(time.toMillis());
    }

    void stopLogging() throws IOException {
        Files.createFile(directory.resolve(ChaosApplication.STOP));
    }

    /** Waits until each thread of the application has logged so often. */
    private void awaitCalls(long calls) {
        await().atMost(PATIENCE).pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
            for (long returned : returned()) {
                if (returned < calls) {
                    return false;
                }
            }
            return true;
        });
    }

    long[] returned() throws IOException {
        return ReturnedCalls.read(directory.resolve(ChaosApplication.RETURNED), ChaosApplication.WRITERS);
    }

    long forwarded() {
        return requests.count(Fault.NONE);
    }

    TlsFront tls() {
        return java.util.Objects.requireNonNull(tls);
    }

    SmallDisk disk() {
        return java.util.Objects.requireNonNull(disk);
    }

    ShiftedClock clock() {
        return java.util.Objects.requireNonNull(clock);
    }

    ReceiverProcess receiver() {
        return receiver;
    }

    @Override
    public void close() throws IOException {
        applications.forEach(ApplicationProcess::close);
        relay.close();
        if (tls != null) {
            tls.close();
        }
        if (disk != null) {
            disk.close();
        }
        if (ownReceiver) {
            receiver.close();
        }
    }
}
