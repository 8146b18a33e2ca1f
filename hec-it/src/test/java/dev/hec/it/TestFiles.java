package dev.hec.it;

import java.nio.file.Path;

/** Where the build puts what these tests run. */
final class TestFiles {

    private TestFiles() {}

    /** The packaged receiver. */
    static Path receiverWar() {
        return path("hec.it.war");
    }

    /** Directory with the unpacked Tomcat distributions. */
    static Path tomcats() {
        return path("hec.it.tomcats");
    }

    /** Directory with the jars of Log4j 3. */
    static Path log4j3() {
        return path("hec.it.log4j3");
    }

    /** Root of the project. */
    static Path projectRoot() {
        return path("hec.it.root");
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property));
    }
}
