package dev.hec.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An embedded Tomcat in a JVM of its own, without any logging library but those of the web application that it deploys
 * again and again. Prints how many threads and class loaders are left, and what Tomcat has to say about leaks.
 */
final class RedeployingContainer {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Held, since loggers that nobody holds lose their handlers. */
    private static final Logger LOADER_LOG = Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");

    private final Tomcat tomcat = new Tomcat();

    private RedeployingContainer(Path base) throws IOException, LifecycleException {
        Files.createDirectories(base.resolve("webapps"));
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getHost();
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
    }

    /** Arguments: directory of the container, directory of the unpacked web application, how often. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        Complaints complaints = new Complaints();
        LOADER_LOG.addHandler(complaints);
        RedeployingContainer container = new RedeployingContainer(Path.of(arguments[0]));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(arguments[2]); i++) {
            loaders.add(container.redeploy(Path.of(arguments[1]), i));
        }
        // On JDK 17 the thread of an HTTP client ends once the client was found to be garbage.
        await(() -> alive(loaders) == 0 && threads().isEmpty());
        System.out.println("left behind: threads " + threads() + ", class loaders " + alive(loaders) + ", complaints "
                + complaints.messages + ", beans " + beans());
        container.tomcat.stop();
        container.tomcat.destroy();
    }

    private static void await(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).until(condition);
        } catch (ConditionTimeoutException e) {
            System.out.println(e.getMessage());
        }
    }

    /** A method of its own, since a frame keeps what its variables had. */
    private WeakReference<ClassLoader> redeploy(Path application, int n) throws Exception {
        Context context = deploy(application);
        int status = get("/shop/order?n=" + n);
        System.out.println("answered " + status + " beside the threads " + threads());
        if (n == 1) {
            // Once with all that an application which runs for longer has; the others stop before their bean is there.
            await(() -> beans() == 1);
            System.out.println("beans while deployed " + beans());
        }
        return undeploy(context);
    }

    private Context deploy(Path application) {
        StandardContext context = new StandardContext();
        context.setName("/shop");
        context.setPath("/shop");
        context.setDocBase(application.toString());
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        return context;
    }

    /** Takes an application away; what is left is a reference that keeps nothing. */
    private WeakReference<ClassLoader> undeploy(Context context) throws LifecycleException {
        WeakReference<ClassLoader> loader =
                new WeakReference<>(context.getLoader().getClassLoader());
        tomcat.getHost().removeChild(context);
        return loader;
    }

    private static int beans() throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("dev.hec:type=HecClient,*"), null)
                .size();
    }

    /** Requests a page with a client that has no thread; the status. */
    private int get(String path) throws IOException {
        URI page = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
        return ((HttpURLConnection) page.toURL().openConnection()).getResponseCode();
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        System.gc();
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** Threads of appenders and of their HTTP clients. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hec-") || name.startsWith("HttpClient-"))
                .sorted()
                .toList();
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
