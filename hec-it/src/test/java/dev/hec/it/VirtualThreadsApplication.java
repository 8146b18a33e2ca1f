package dev.hec.it;

import dev.hec.it.Application.Framework;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Logs from many virtual threads at once; made for a JDK that has them, compiled with one that has not. */
final class VirtualThreadsApplication {

    static final int EVENTS = 5_000;

    private VirtualThreadsApplication() {}

    /** Argument: the framework. */
    public static void main(String[] arguments) throws Exception {
        try (Application application = Framework.valueOf(arguments[0])
                .start(URI.create(System.getenv("HEC_URL")), System.getenv("HEC_TOKEN"))) {
            ExecutorService threads = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            for (int n = 0; n < EVENTS; n++) {
                int number = n;
                threads.execute(() -> application.log(number));
            }
            threads.shutdown();
            System.out.println("logged " + threads.awaitTermination(60, TimeUnit.SECONDS) + ", delivered "
                    + application.flush(Duration.ofSeconds(60)).complete() + ", "
                    + application.tally().refused() + " refused");
        }
    }
}
