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

    /** Root of the project. */
    static Path projectRoot() {
        return path("hec.it.root");
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property));
    }
}
