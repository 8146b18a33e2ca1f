package dev.hec.it;

import java.io.IOException;

/** Threads that serve sockets until one end of them is gone, which is how they are meant to end. */
public final class SocketThread {

    private SocketThread() {}

    /** What such a thread does. */
    public interface Work {
        void run() throws IOException;
    }

    /** Starts one; it does not keep the JVM. */
    public static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The listener or one end is gone, and so is the other soon.
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
