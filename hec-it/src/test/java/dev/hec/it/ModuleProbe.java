package dev.hec.it;

import dev.hec.it.Application.Framework;
import java.net.URI;

/** An application on the class path, with its libraries as named modules; says what it found. */
final class ModuleProbe {

    private ModuleProbe() {}

    public static void main(String[] arguments) throws Exception {
        for (Framework framework : Framework.values()) {
            // Nobody listens there; the event is admitted all the same.
            try (Application application = framework.start(URI.create("http://127.0.0.1:9"), "token")) {
                application.log(1);
                System.out.println(
                        framework + " admitted " + application.tally().admitted());
            }
        }
        for (Class<?> type : new Class<?>[] {
            dev.hec.HecClient.class, dev.hec.logback.HecAppender.class, dev.hec.log4j2.HecAppender.class
        }) {
            System.out.println(type.getName() + " in " + type.getModule());
        }
    }
}
