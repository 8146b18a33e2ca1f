package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions about what is said of an event beside the event, each by its number, see {@link DecisionsCompleteTest}. */
class DecisionsOfMetadataTest {

    private final Collector collector = new Collector();

    private Map<String, Object> stored(int number) {
        return collector.events().get(number).fields();
    }

    void decision17_time_isReadExactly(String time, long nanos) {
        assertThat(collector.event("{\"event\":1,\"time\":" + time + "}").body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.single().timestampNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1e300", "\"soon\"", "{}", "[1]", "-1e300", "99999999999999999999", "\"NaN\""})
    void decision17_noTime_isRefusedWithItsNumber(String time) {
        assertThat(collector
                        .event("{\"event\":0}{\"event\":1,\"time\":" + time + "}")
                        .body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 1));
    }

    @Test
    void decision18_eventWithoutTime_hasThatOfItsRequest() {
        collector.event("{\"event\":1,\"time\":5}{\"event\":2}{\"event\":3,\"time\":null}{\"event\":4,\"time\":\"\"}");

        assertThat(collector.events().stream().map(Event::timestampNanos))
                .containsExactly(5_000_000_000L, Collector.NOW_NANOS, Collector.NOW_NANOS, Collector.NOW_NANOS);
    }

    private static final String SOURCES =
            "{\"event\":\"first\",\"source\":\"main\",\"time\":5}{\"event\":\"second\"}{\"event\":\"third\",\"source\":\"secondary\"}";

    @Test
    void decision19_metadata_isNotInherited() {
        collector.event(SOURCES);

        assertThat(stored(0)).containsEntry("source", "main");
        assertThat(stored(1)).doesNotContainKey("source");
        assertThat(stored(2)).containsEntry("source", "secondary");
    }

    @Test
    void decision19_metadataWithTheSwitch_isInheritedWithoutTheTime() {
        Collector inheriting = Collector.inheriting();
        inheriting.event(SOURCES + "{\"event\":\"fourth\",\"host\":\"h\",\"source\":null}");
        inheriting.event("{\"event\":\"another request\"}");

        assertThat(inheriting.events().stream().map(event -> event.fields().get("source")))
                .containsExactly("main", "main", "secondary", "secondary", null);
        assertThat(inheriting.events().get(1).timestampNanos()).isEqualTo(Collector.NOW_NANOS);
    }

    @Test
    void decision19_queryThenPeer_fillWhatIsAbsent() {
        collector.send(TestRequest.post(Collector.EVENT)
                .query("source=q")
                .header("X-Forwarded-For", "198.51.100.1, 10.0.0.1")
                .body("{\"event\":1,\"source\":\"own\"}{\"event\":2}"));

        assertThat(stored(0)).containsEntry("source", "own");
        assertThat(stored(1)).containsEntry("source", "q").containsEntry("serverHost", "198.51.100.1");
    }

    @Test
    void decision20_metadata_isText() {
        collector.event("{\"event\":1,\"source\":\"\",\"index\":5,\"sourcetype\":true}");

        assertThat(collector.single().fields())
                .containsEntry("index", "5")
                .containsEntry("parser", "true")
                .doesNotContainKey("source");
        assertThat(collector.event("{\"event\":1,\"host\":[]}").body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 0));
    }

    @Test
    void decision27_queryOfEvent_isOnlyAFallbackForMetadata() {
        collector.send(TestRequest.post(Collector.EVENT)
                .query("host=h&source=s&sourcetype=t&index=i&time=7&dataSource.name=x&channel=c")
                .body("{\"event\":\"a\",\"host\":\"own\",\"time\":3}{\"event\":\"b\"}"));

        assertThat(stored(0)).containsEntry("serverHost", "own").containsEntry("source", "s");
        assertThat(stored(1))
                .isEqualTo(Map.of("message", "b", "serverHost", "h", "source", "s", "parser", "t", "index", "i"));
        assertThat(collector.events().stream().map(Event::timestampNanos))
                .containsExactly(3_000_000_000L, 7_000_000_000L);
    }
}
