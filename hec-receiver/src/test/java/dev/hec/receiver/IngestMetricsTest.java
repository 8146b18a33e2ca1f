package dev.hec.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.ingest.IngestCounters;
import dev.hec.receiver.metrics.PrometheusText;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {

    /** Fills every count with a number of its own, also those that are added to the record later. */
    @Test
    void everyCount_hasARow() throws Exception {
        List<Object> values = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        RecordComponent[] components = IngestCounters.Snapshot.class.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            long number = 1000 + i;
            boolean map = components[i].getType() == Map.class;
            values.add(map ? Map.of(77, number) : (Object) number);
            shown.add(map ? "=\"77\"} " + number + "\n" : "_total " + number + "\n");
        }
        IngestCounters.Snapshot counts = IngestCounters.Snapshot.class
                .getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new))
                .newInstance(values.toArray());

        assertThat(PrometheusText.of(IngestMetrics.rows(() -> counts))).contains(shown);
    }
}
