package dev.hec.receiver.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/**
 * The table of metrics as one bean, with an attribute for each row: a number, or for a row with labels a map from these
 * (as {@code code=6}) to numbers. Only classes of the JDK come out of it, so that a console needs none of ours. Thread-safe, and
 * without state: each reading asks the row.
 */
final class MetricsBean implements DynamicMBean {

    private final Map<String, Metric> rows = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two rows would have the same attribute */
    MetricsBean(List<Metric> metrics) {
        for (Metric metric : metrics) {
            if (rows.put(metric.attribute(), metric) != null) {
                throw new IllegalArgumentException("two metrics would be the attribute " + metric.attribute());
            }
        }
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Metric metric = rows.get(attribute);
        if (metric == null) {
            throw new AttributeNotFoundException("there is no attribute " + attribute);
        }
        return value(metric);
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            Metric metric = rows.get(attribute);
            if (metric != null) {
                list.add(new Attribute(attribute, value(metric)));
            }
        }
        return list;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        List<MBeanAttributeInfo> attributes = new ArrayList<>();
        rows.forEach((attribute, metric) -> attributes.add(new MBeanAttributeInfo(
                attribute, value(metric).getClass().getName(), metric.sentence(), true, false, false)));
        return new MBeanInfo(
                MetricsBean.class.getName(),
                "What a receiver counts and measures",
                attributes.toArray(MBeanAttributeInfo[]::new),
                null,
                null,
                null);
    }

    /** Nothing can be set. */
    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " can be read only");
    }

    /** Nothing can be set. */
    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    /** Nothing can be done. */
    @Override
    public Object invoke(String action, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(action), "there are no operations");
    }

    private static Object value(Metric metric) {
        List<Sample> samples = metric.read();
        if (samples.size() == 1 && samples.get(0).labels().isEmpty()) {
            return number(metric, samples.get(0));
        }
        Map<String, Number> values = new TreeMap<>();
        for (Sample sample : samples) {
            values.put(key(sample), number(metric, sample));
        }
        return values;
    }

    private static String key(Sample sample) {
        String labels = sample.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String suffix = sample.suffix().isEmpty() ? "" : sample.suffix().substring(1);
        return suffix.isEmpty() || labels.isEmpty() ? suffix + labels : suffix + " " + labels;
    }

    /** What is counted is a {@code Long}, what is measured a {@code Double}, whatever the value: a console relies on the type. */
    private static Number number(Metric metric, Sample sample) {
        boolean counted = switch (metric.kind()) {
            case COUNTER -> !metric.name().contains("_seconds");
            case GAUGE -> false;
            case HISTOGRAM -> !sample.suffix().equals("_sum");
        };
        if (counted) {
            return (long) sample.value();
        }
        return sample.value();
    }
}
