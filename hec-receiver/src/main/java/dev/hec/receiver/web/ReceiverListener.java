package dev.hec.receiver.web;

import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.Receiver;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.SettingSource;
import dev.hec.receiver.config.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the receiver with its web application in a container. Its settings are system properties, environment
 * variables, and those of the file that {@code hec.config} names; without {@code hec.data-dir} the events are in {@code hec-data} of the container's base directory.
 *
 * <p>The container calls it from one thread at a time.
 */
@WebListener
public final class ReceiverListener implements ServletContextListener {

    private static final System.Logger LOG = System.getLogger(ReceiverListener.class.getName());

    private @Nullable Receiver receiver;

    /** For the container. */
    public ReceiverListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            Settings settings = Settings.withFile(
                            List.of(
                                    SettingSource.properties(System.getProperties()),
                                    SettingSource.environment(System.getenv())),
                            List.of(
                                    new SettingSource("container's base directory", ReceiverListener::ofContainer),
                                    SettingSource.defaults()),
                            List.of())
                    // The container decides where it listens, so nobody is known to be on this machine.
                    .with(Setting.LOCAL_READS, false);
            settings.description().forEach(line -> LOG.log(Level.INFO, line));
            Receiver opened = Receiver.open(settings, DefaultStorage.OPENER);
            receiver = opened;
            opened.showInJmx(context.getContextPath().isEmpty() ? "/" : context.getContextPath());
            ReceiverServlet.register(context, opened.application());
            LOG.log(
                    Level.INFO,
                    "hec-receiver answers below {0}/ (data {1})",
                    context.getContextPath(),
                    settings.get(Setting.DATA_DIR));
            announce(opened.credentials());
        } catch (InvalidSettings | IOException e) {
            throw new IllegalStateException("hec-receiver cannot start: " + e.getMessage(), e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Receiver opened = receiver;
        if (opened != null) {
            try {
                opened.stop();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "The storage did not close cleanly; it is checked at the next start", e);
            }
        }
        RecordMethods.letGo();
    }

    /** A token is never written into the container's log. */
    private static void announce(Credentials credentials) {
        LOG.log(
                Level.INFO,
                credentials.generated() ? "A token was generated; it is kept in {0}" : "The tokens are those of {0}",
                credentials.origin());
    }

    private static @Nullable String ofContainer(Setting<?> setting) {
        String base = System.getProperty("catalina.base");
        return base == null || !setting.equals(Setting.DATA_DIR) ? null : base + "/" + setting.defaultText();
    }
}
