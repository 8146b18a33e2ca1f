package dev.hec.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.Threshold;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JfrEventsTest {

    private static final BatchWatch.Facts FACTS =
            new BatchWatch.Facts("app", "https://collector", 200, 50_000, 4_000, 3, "LINGER", "Accepted");

    @TempDir
    private Path directory;

    @Test
    void drop_recorded_saysReasonAndNumber() throws IOException {
        List<RecordedEvent> events = recorded("hec.Drop", recording -> {
            JfrEvents.dropped("app", DropReason.EXPIRED, 7);
            JfrEvents.refused("app", Admission.FULL, 2);
        });

        assertThat(events)
                .extracting(
                        event -> event.getString("client"),
                        event -> event.getString("reason"),
                        event -> event.getLong("events"))
                .containsExactly(tuple("app", "EXPIRED", 7L), tuple("app", "FULL", 2L));
    }

    @Test
    void pause_recorded_saysHowLongAndWhy() throws IOException {
        List<RecordedEvent> events = recorded(
                "hec.Pause",
                recording -> JfrEvents.paused("app", Duration.ofSeconds(3).toNanos(), "HTTP 503"));

        assertThat(events)
                .singleElement()
                .returns("app", event -> event.getString("client"))
                .returns(Duration.ofSeconds(3), event -> event.getDuration("nanos"))
                .returns("HTTP 503", event -> event.getString("cause"));
    }

    @Test
    void batch_recorded_saysWhatItTook() throws IOException {
        List<RecordedEvent> events = recorded("hec.Batch", recording -> {
            BatchWatch watch = JfrEvents.watchBatch();
            assertThat(watch).isNotNull();
            watch.ended(FACTS);
        });

        assertThat(events)
                .singleElement()
                .returns("app", event -> event.getString("client"))
                .returns("https://collector", event -> event.getString("endpoint"))
                .returns(200, event -> event.getInt("records"))
                .returns(50_000L, event -> event.getLong("rawBytes"))
                .returns(4_000L, event -> event.getLong("wireBytes"))
                .returns(3, event -> event.getInt("attempts"))
                .returns("LINGER", event -> event.getString("cut"))
                .returns("Accepted", event -> event.getString("outcome"))
                .satisfies(event -> assertThat(event.getDuration()).isPositive());
    }

    @Test
    void append_longerThanTheThreshold_isRecordedWithItsStack() throws IOException {
        List<RecordedEvent> events = recorded("hec.SlowAppend", recording -> {
            recording.enable("hec.SlowAppend").withoutThreshold();
            AppendWatch watch = JfrEvents.watchAppend();
            assertThat(watch).isNotNull();
            watch.ended("app", 300, Admission.ADMITTED);
        });

        assertThat(events)
                .singleElement()
                .returns("app", event -> event.getString("client"))
                .returns(300, event -> event.getInt("bytes"))
                .returns("ADMITTED", event -> event.getString("admission"))
                .satisfies(event -> assertThat(event.getStackTrace().getFrames())
                        .anySatisfy(
                                frame -> assertThat(frame.getMethod().getType().getName())
                                        .isEqualTo(JfrEventsTest.class.getName())));
    }

    @Test
    void append_shorterThanTheThreshold_isNotRecorded() throws IOException {
        List<RecordedEvent> events = recorded("hec.SlowAppend", recording -> {
            recording.enable("hec.SlowAppend").withThreshold(Duration.ofHours(1));
            AppendWatch watch = JfrEvents.watchAppend();
            assertThat(watch).isNotNull();
            watch.ended("app", 300, Admission.ADMITTED);
        });

        assertThat(events).isEmpty();
    }

    @Test
    void slowAppend_byDefault_isLongerThanAMillisecond() {
        assertThat(SlowAppendEvent.class.getAnnotation(Threshold.class).value()).isEqualTo("1 ms");
    }

    @Test
    void events_disabledInTheRecording_areNeitherMeasuredNorRecorded() throws IOException {
        List<RecordedEvent> events = recorded("hec.Drop", recording -> {
            for (String name : new String[] {"hec.Batch", "hec.Drop", "hec.Pause", "hec.SlowAppend"}) {
                recording.disable(name);
            }
            assertThat(JfrEvents.watchAppend()).isNull();
            assertThat(JfrEvents.watchBatch()).isNull();
            JfrEvents.dropped("app", DropReason.EXPIRED, 7);
            JfrEvents.paused("app", 1, "HTTP 503");
        });

        assertThat(events).isEmpty();
    }

    @Test
    void events_afterTheRecording_areNotMeasured() throws IOException {
        recorded("hec.Batch", recording -> assertThat(JfrEvents.watchAppend()).isNotNull());

        assertThat(JfrEvents.watchAppend()).isNull();
        assertThat(JfrEvents.watchBatch()).isNull();
    }

    @Test
    void events_withoutARecording_allocateNothingAndStartNoRecorder() throws Exception {
        Path loaded = directory.resolve("loaded.txt");

        ChildJvm child = ChildJvm.run(directory, QuietJvm.class, Map.of(), "-Xlog:class+load:file=" + loaded);

        assertThat(child.output().lines()).containsExactly("allocated 0");
        assertThat(loaded)
                .content()
                .contains(JfrEvents.class.getName())
                .doesNotContain(
                        SlowAppendEvent.class.getName(),
                        DropEvent.class.getName(),
                        "jdk.jfr.internal.MetadataRepository");
    }

    private List<RecordedEvent> recorded(String name, Scene scene) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            scene.play(recording);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("hec."))
                .peek(event -> assertThat(event.getEventType().getName()).isEqualTo(name))
                .toList();
    }

    private interface Scene {
        void play(Recording recording);
    }
}
