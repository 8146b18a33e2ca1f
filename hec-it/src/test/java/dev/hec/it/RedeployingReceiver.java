package dev.hec.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.loader.WebappClassLoaderBase;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The classes of a Tomcat distribution in a JVM of their own, with the receiver's WAR deployed again and again below a context
 * path of two parts. Prints what each deployment answered, and what all of them left behind.
 */
final class RedeployingReceiver {

    private static final String PATH = "/logs/hec";
    private static final String TOKEN = System.getProperty("hec.token");
    /** Held, since loggers that nobody holds lose their handlers. */
    private static final Logger LOADER_LOG = Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");

    private final Tomcat tomcat = new Tomcat();

    private RedeployingReceiver(Path base) throws IOException, LifecycleException {
        Files.createDirectories(base.resolve("webapps"));
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getHost();
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
    }

    /** Arguments: directory of the container, the WAR, how often. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        Complaints complaints = new Complaints();
        LOADER_LOG.addHandler(complaints);
        Path base = Path.of(arguments[0]);
        RedeployingReceiver container = new RedeployingReceiver(base);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(arguments[2]); i++) {
            loaders.add(container.redeploy(Path.of(arguments[1]), i));
        }
        await(() -> alive(loaders) == 0 && threads().isEmpty());
        System.out.println("left behind: threads " + threads() + ", class loaders " + alive(loaders) + ", complaints "
                + complaints.messages + ", beans " + beans() + ", files " + openFiles(base));
        container.tomcat.stop();
        container.tomcat.destroy();
    }

    private static void await(Callable<Boolean> condition) {
        try {
            Awaitility.await().until(condition);
        } catch (ConditionTimeoutException e) {
            System.out.println(e.getMessage());
        }
    }

    /** A method of its own, since a frame keeps what its variables had. */
    private WeakReference<ClassLoader> redeploy(Path war, int n) throws Exception {
        Context context = deploy(war);
        String stored = call("POST", "/services/collector", zstd("{\"event\":\"deployment " + n + "\"}"));
        String found = call("GET", "/api/events?limit=1", new byte[0]);
        String metrics = call("GET", "/metrics", new byte[0]);
        System.out.println("deployment " + n + ": " + stored + " " + found.replaceAll("(\"total\":\\d+).*", "$1}") + " "
                + (metrics.contains("hec_receiver_events_total 1\n") ? "counted" : metrics) + " " + beans());
        return undeploy(context);
    }

    private Context deploy(Path war) {
        StandardContext context = new StandardContext();
        context.setName(PATH);
        context.setPath(PATH);
        context.setDocBase(war.toString());
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        return context;
    }

    /** Takes the application away; what is left is a reference that keeps nothing. */
    private WeakReference<ClassLoader> undeploy(Context context) throws LifecycleException {
        WeakReference<ClassLoader> loader =
                new WeakReference<>(context.getLoader().getClassLoader());
        tomcat.getHost().removeChild(context);
        return loader;
    }

    /** Calls the receiver with a client that has no thread; status and body. */
    private String call(String method, String path, byte[] body) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + PATH + path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Splunk " + TOKEN);
        if (body.length > 0) {
            connection.setRequestProperty("Content-Encoding", "zstd");
            connection.setDoOutput(true);
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A frame that only stores, made without the native library, which the receiver has to load. */
    private static byte[] zstd(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] head = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x20, (byte) content.length};
        int block = content.length << 3 | 1;
        byte[] blockHead = {(byte) block, (byte) (block >> 8), (byte) (block >> 16)};
        return ByteBuffer.allocate(head.length + blockHead.length + content.length)
                .put(head)
                .put(blockHead)
                .put(content)
                .array();
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        System.gc();
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** Threads of the receiver, and any that a web application started. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hec-")
                        || thread.getName().startsWith("Lucene")
                        || thread.getContextClassLoader() instanceof WebappClassLoaderBase)
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    private static List<String> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("dev.hec:*"), null).stream()
                .map(ObjectName::toString)
                .sorted()
                .toList();
    }

    /** Files below a directory that this process has open, where the system shows that. */
    private static List<String> openFiles(Path below) throws IOException {
        List<String> files = new ArrayList<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return files;
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                try {
                    Path file = Files.readSymbolicLink(link);
                    if (file.startsWith(below)) {
                        files.add(file.toString());
                    }
                } catch (IOException e) {
                    // closed meanwhile: the one of this listing itself
                    continue;
                }
            }
        }
        return files;
    }

    private static final class Complaints extends Handler {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            // Tomcat's own threads carry the application's class loader while they work for it.
            if (record.getLevel().intValue() >= Level.WARNING.intValue()
                    && !record.getMessage().contains("[Catalina-utility-")) {
                messages.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
