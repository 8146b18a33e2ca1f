package dev.hec.it;

import dev.hec.FlushResult;
import dev.hec.it.Application.Framework;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The application that the spool tests kill: some threads log as fast as they can, and each records the number of its log calls
 * that have returned.
 *
 * <p>Arguments: framework, file for {@link ReturnedCalls}, number of threads, log calls for each of them ({@code 0} only drains
 * the spool), then settings as {@code name=value}. Prints {@code ready} when the appender is started, and warnings of the
 * appender then and at the end. If nobody kills it, it
 * flushes, prints the tally, and exits with 0 if everything was delivered.
 */
final class SpoolApplication {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private SpoolApplication() {}

    public static void main(String[] args) throws Exception {
        Framework framework = Framework.valueOf(args[0]);
        int writers = Integer.parseInt(args[2]);
        long calls = Long.parseLong(args[3]);
        ReturnedCalls returned = ReturnedCalls.create(Path.of(args[1]), writers);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : List.of(args).subList(4, args.length)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        SpoolLogger logger = SpoolLogger.open(framework, settings);
        tellWarnings(logger);
        System.out.println("ready");
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int me = writer;
            Thread thread = new Thread(
                    () -> {
                        for (long n = 0; n < calls; n++) {
                            logger.log(me, n);
                            returned.record(me, n + 1);
                        }
                    },
                    "writer-" + writer);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        FlushResult result = logger.flush(PATIENCE);
        logger.close();
        tellWarnings(logger);
        System.out.println(logger.tally().summary());
        System.exit(result.complete() ? 0 : 1);
    }

    private static void tellWarnings(SpoolLogger logger) {
        logger.warnings().forEach(warning -> System.out.println("warning: " + warning));
    }
}
