package dev.hec.receiver.metrics;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Shows the metrics of one receiver in JMX, from {@link #of} to {@link #close}. Confined to the thread that opens and closes the
 * receiver.
 *
 * <p>The bean is {@code dev.hec:type=HecReceiver,name="…"}. Where a name is taken, by another receiver of the same JVM, it goes
 * on with {@code #2}. After {@link #close} nothing of the JVM refers to the receiver, so its class loader can go.
 */
public final class JmxRegistration implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JmxRegistration.class.getName());
    private static final String PREFIX = "dev.hec:type=HecReceiver,name=";
    private static final int MOST_OF_ONE_NAME = 1000;

    private final MBeanServer server;
    private @Nullable ObjectName name;

    private JmxRegistration(MBeanServer server, @Nullable ObjectName name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Registers the metrics. A JVM that refuses that is told of in the log, and has no bean.
     *
     * @param receiver tells the receiver from others, for example its context path
     */
    public static JmxRegistration of(String receiver, List<Metric> metrics) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            return new JmxRegistration(server, register(server, receiver, new MetricsBean(metrics)));
        } catch (JMException | SecurityException e) {
            LOG.log(Level.WARNING, "The metrics are not shown in JMX: {0}", e.toString());
            return new JmxRegistration(server, null);
        }
    }

    private static ObjectName register(MBeanServer server, String receiver, MetricsBean bean) throws JMException {
        for (int i = 1; ; i++) {
            ObjectName name = new ObjectName(PREFIX + ObjectName.quote(i == 1 ? receiver : receiver + "#" + i));
            try {
                server.registerMBean(bean, name);
                return name;
            } catch (InstanceAlreadyExistsException e) {
                if (i == MOST_OF_ONE_NAME) {
                    throw e;
                }
            }
        }
    }

    /** The name of the bean; null if there is none. */
    public @Nullable ObjectName name() {
        return name;
    }

    /** Takes the bean away. Idempotent. */
    @Override
    public void close() {
        ObjectName registered = name;
        name = null;
        if (registered == null) {
            return;
        }
        try {
            server.unregisterMBean(registered);
        } catch (JMException | SecurityException e) {
            LOG.log(Level.DEBUG, "Somebody else took the bean away", e);
        }
    }
}
