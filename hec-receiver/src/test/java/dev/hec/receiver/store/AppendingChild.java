package dev.hec.receiver.store;

import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that appends from several threads until it is killed. It prints the name of each request whose append returned; the
 * events of a request have the ids {@code request/0}, {@code request/1}, …. Now and then it appends one again, and ends with an
 * error if that is stored.
 */
final class AppendingChild {

    static final int THREADS = 4;

    private AppendingChild() {}

    /** Arguments: directory, name of the round, {@code small} or {@code default} settings. */
    public static void main(String[] args) throws Exception {
        EventStore store = EventStore.open(Path.of(args[0]), args[2].equals("small") ? Events.SMALL : Events.SETTINGS);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        print(out, "ready");
        for (int t = 0; t < THREADS; t++) {
            String name = args[1] + "-" + t;
            new Thread(() -> append(store, out, name)).start();
        }
    }

    private static void append(EventStore store, FileOutputStream out, String name) {
        Random random = new Random(name.hashCode());
        try {
            for (int n = 0; ; n++) {
                String request = name + "-" + n;
                if (!stores(store, request, events(request))) {
                    throw new IllegalStateException(request + " was never stored and is taken for a repetition");
                }
                print(out, request);
                if (random.nextInt(4) == 0) {
                    String again = name + "-" + random.nextInt(n + 1);
                    if (stores(store, again, List.of(Events.withId("again/" + again)))) {
                        throw new IllegalStateException(again + " was stored again");
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Appends until it is not refused, as a sender would. */
    private static boolean stores(EventStore store, String request, List<Event> events) throws IOException {
        while (true) {
            try {
                return store.append(events, Events.batch(request));
            } catch (BusyException e) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** The events of a request, always the same. */
    static List<Event> events(String request) {
        Random random = new Random(request.hashCode());
        List<Event> events = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            events.add(Events.withId(request + "/" + events.size(), random.nextInt(1000)));
        }
        return events;
    }

    /** One write per line, so that a kill cannot mix lines. */
    private static void print(FileOutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
