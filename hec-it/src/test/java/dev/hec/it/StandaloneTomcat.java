package dev.hec.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An unmodified Tomcat distribution in a JVM of its own, with the receiver deployed under {@code /hec}. */
final class StandaloneTomcat implements AutoCloseable {

    private static final Pattern PORT =
            Pattern.compile("Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)\"]");
    private static final Pattern STARTED = Pattern.compile("Server startup in");

    private final Process process;
    private final StringBuffer log = new StringBuffer();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();

    private StandaloneTomcat(Process process) {
        this.process = process;
    }

    /**
     * Starts the newest unpacked distribution of a line.
     *
     * @param line such as {@code 10.1}
     * @param base an empty directory for its configuration, logs and applications
     */
    static StandaloneTomcat start(String line, Path base, Path dataDir) throws Exception {
        Path home = home(line);
        for (String directory : new String[] {"logs", "temp", "webapps", "work", "conf"}) {
            Files.createDirectories(base.resolve(directory));
        }
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path file : files.toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        Path serverXml = base.resolve("conf/server.xml");
        Files.writeString(
                serverXml,
                Files.readString(serverXml)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\" address=\"127.0.0.1\""));
        Files.copy(TestFiles.receiverWar(), base.resolve("webapps/hec.war"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                        "-Dcatalina.home=" + home,
                        "-Dcatalina.base=" + base,
                        "-Djava.io.tmpdir=" + base.resolve("temp"),
                        "-Dhec.data-dir=" + dataDir,
                        "-classpath",
                        home.resolve("bin/bootstrap.jar") + File.pathSeparator + home.resolve("bin/tomcat-juli.jar"),
                        "org.apache.catalina.startup.Bootstrap",
                        "start")
                .redirectErrorStream(true)
                .start();
        StandaloneTomcat tomcat = new StandaloneTomcat(process);
        Thread reader = new Thread(tomcat::read, "tomcat-output");
        reader.setDaemon(true);
        reader.start();
        try {
            tomcat.started.get(60, TimeUnit.SECONDS);
            tomcat.port.get(1, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("Tomcat did not start:\n" + tomcat.log, e);
        }
        return tomcat;
    }

    /** The newest unpacked distribution of a line. */
    static Path home(String line) throws IOException {
        try (Stream<Path> homes = Files.list(TestFiles.tomcats())) {
            return homes.filter(home -> home.getFileName().toString().startsWith("apache-tomcat-" + line + "."))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String text = output.readLine(); text != null; text = output.readLine()) {
                log.append(text).append('\n');
                Matcher matcher = PORT.matcher(text);
                if (matcher.find()) {
                    port.complete(Integer.valueOf(matcher.group(1)));
                }
                if (STARTED.matcher(text).find()) {
                    started.complete(true);
                }
            }
        } catch (IOException e) {
            log.append(e);
        }
        started.completeExceptionally(new IOException("Tomcat ended"));
    }

    /** Address of the receiver, context path included. */
    URI receiver() {
        return URI.create("http://127.0.0.1:" + port.join() + "/hec");
    }

    /** What Tomcat printed so far. */
    String log() {
        return log.toString();
    }

    /** Stops as an operator would, and waits for the end of the process. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("Tomcat did not stop:\n" + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
