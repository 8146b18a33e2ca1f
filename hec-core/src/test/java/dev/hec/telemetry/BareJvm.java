package dev.hec.telemetry;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Tally;

/** An application in a JVM without JMX and without a Flight Recorder; says what it lived through. */
final class BareJvm {

    private BareJvm() {}

    public static void main(String[] arguments) {
        for (String module : new String[] {"java.management", "jdk.jfr"}) {
            System.out.println(
                    module + " " + ModuleLayer.boot().findModule(module).isPresent());
        }
        try (JmxRegistration registration =
                new JmxRegistration("app", () -> Tally.NONE, timeout -> new FlushResult(true, 0, 0, 0))) {
            registration.register();
        }
        System.out.println("watches " + JfrEvents.watchAppend() + " " + JfrEvents.watchBatch());
        JfrEvents.dropped("app", DropReason.EXPIRED, 1);
        JfrEvents.refused("app", Admission.FULL, 1);
        JfrEvents.paused("app", 1, "HTTP 503");
        System.out.println("alive");
    }
}
