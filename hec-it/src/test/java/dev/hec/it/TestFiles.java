package dev.hec.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build puts what these tests run. */
public final class TestFiles {

    private TestFiles() {}

    /** The packaged receiver. */
    public static Path receiverWar() {
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

    /** A module's classes and libraries, as a class path. */
    static String classPath(String module, String libraries) throws IOException {
        Path root = projectRoot();
        return root.resolve(module).resolve("target/classes")
                + File.pathSeparator
                + Files.readString(root.resolve(libraries).resolve("target/classpath.txt"))
                        .strip();
    }

    /** Root of the project. */
    public static Path projectRoot() {
        return path("hec.it.root");
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property));
    }
}
