package dev.hec.receiver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class JmxRegistrationTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final AtomicLong events = new AtomicLong(7);
    private final AtomicReference<Double> load = new AtomicReference<>(0.5);
    private final List<Metric> table = List.of(
            Metric.counter("hec_receiver_events_total", "Events", events::get),
            Metric.counters("hec_receiver_refused_total", "Refused", "code", () -> Map.of(6, 1L, 12, 3L)),
            Metric.gauge("jvm_load", "Load", load::get));

    @Test
    void bean_showsEachRowAsAnAttribute() throws Exception {
        try (JmxRegistration jmx = JmxRegistration.of("JmxRegistrationTest rows", table)) {
            ObjectName name = jmx.name();
            assertThat(name).hasToString("dev.hec:type=HecReceiver,name=\"JmxRegistrationTest rows\"");
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .extracting(attribute -> attribute.getName() + ": " + attribute.getDescription())
                    .containsExactly("EventsTotal: Events", "RefusedTotal: Refused", "JvmLoad: Load");
            assertThat(server.getAttribute(name, "EventsTotal")).isEqualTo(7L);
            events.set(8);
            assertThat(server.getAttribute(name, "EventsTotal")).isEqualTo(8L);
            assertThat(server.getAttribute(name, "RefusedTotal")).isEqualTo(Map.of("code=6", 1L, "code=12", 3L));
            assertThat(server.getAttribute(name, "JvmLoad")).isEqualTo(0.5);
            load.set(2.0);
            assertThat(server.getAttribute(name, "JvmLoad"))
                    .as("its type does not depend on its value")
                    .isEqualTo(2.0);
            load.set(0.5);
            assertThat(server.getAttributes(name, new String[] {"JvmLoad", "None"}))
                    .containsExactly(new Attribute("JvmLoad", 0.5));
            assertThatThrownBy(() -> server.getAttribute(name, "None")).isInstanceOf(AttributeNotFoundException.class);
            assertThatThrownBy(() -> server.setAttribute(name, new Attribute("EventsTotal", 0L)))
                    .isInstanceOf(AttributeNotFoundException.class);
        }
    }

    @Test
    void twoReceivers_ofOneName_doNotClashAndLeaveNothing() throws Exception {
        JmxRegistration first = JmxRegistration.of("/hec:*,\"", table);
        JmxRegistration second = JmxRegistration.of("/hec:*,\"", table);
        ObjectName firstName = first.name();
        ObjectName secondName = second.name();

        assertThat(secondName).isNotEqualTo(firstName);
        assertThat(ObjectName.unquote(secondName.getKeyProperty("name"))).isEqualTo("/hec:*,\"#2");

        first.close();
        first.close();
        second.close();

        assertThat(server.queryNames(new ObjectName("dev.hec:type=HecReceiver,*"), null))
                .doesNotContain(firstName, secondName);
        assertThatThrownBy(() -> server.getMBeanInfo(firstName)).isInstanceOf(InstanceNotFoundException.class);
    }

    @Test
    void table_withTwoRowsOfOneAttribute_isRefused() {
        List<Metric> twice = List.of(table.get(0), table.get(0));

        assertThatThrownBy(() -> JmxRegistration.of("twice", twice)).isInstanceOf(IllegalArgumentException.class);
    }
}
