package dev.hec.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The results of all rounds as Markdown. Stateless. */
final class SpeedReport {

    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- end -->\n";

    private SpeedReport() {}

    static String of(List<SpeedRound.Result> rounds, long events, double loadBefore, double loadAfter) {
        StringBuilder text = new StringBuilder();
        line(text, "| | Median | Least to most | Target |");
        line(text, "|---|---|---|---|");
        row(text, "Accepted durably, a burst, events/s", "%,.0f", rounds, SpeedRound.Result::accepted, "≥ 100,000");
        row(text, "Sustained: indexed and searchable, events/s", "%,.0f", rounds, SpeedRound.Result::indexed, "");
        row(text, "Minimal Lucene program, events/s", "%,.0f", rounds, SpeedRound.Result::minimal, "");
        row(text, "Ratio of these two", "%.2f", rounds, r -> r.indexed() / r.minimal(), "≥ 0.8");
        row(text, "CPU per event, receiver, µs", "%.1f", rounds, SpeedRound.Result::indexedMicros, "");
        row(text, "CPU per event, minimal program, µs", "%.1f", rounds, SpeedRound.Result::minimalMicros, "");
        row(text, "Ratio of these two", "%.2f", rounds, r -> r.minimalMicros() / r.indexedMicros(), "");
        boolean histogram = rounds.get(0).search().histogram();
        String search = "Search" + (histogram ? " with histogram" : ", without a histogram") + ", ms, ";
        row(text, search + "median", "%.1f", rounds, r -> r.search().median(), "< 50");
        row(text, search + "95 %", "%.1f", rounds, r -> r.search().p95(), "");
        row(text, "Replies 503 while sustained", "%.0f", rounds, SpeedRound.Result::busy, "");
        row(text, "Index, bytes per event", "%,.0f", rounds, SpeedRound.Result::bytesPerEvent, "");
        line(text, "");
        curve(text, rounds);
        threads(text, rounds);
        line(
                text,
                "Java %s, %s %s, %d processors%s, %,d events, %d rounds, load %.1f before and %.1f after.",
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                PinnedJava.pins() ? ", pinned to one each" : ", not pinned",
                events,
                rounds.size(),
                loadBefore,
                loadAfter);
        return text.toString();
    }

    /** Puts the table between the marks of a document. */
    static void write(Path document, String table) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(document + " has no marks for the table");
        }
        Files.writeString(document, text.substring(0, begin + BEGIN.length()) + table + text.substring(end));
    }

    private static void curve(StringBuilder text, List<SpeedRound.Result> rounds) {
        line(text, "| Events in the index | CPU per event since the line before, µs, median |");
        line(text, "|---|---|");
        for (int i = 0; i < rounds.get(0).curve().size(); i++) {
            int point = i;
            double micros = median(rounds, r -> r.curve().get(point).micros());
            line(text, "| %,d | %.1f |", rounds.get(0).curve().get(i).events(), micros);
        }
        line(text, "");
    }

    private static void threads(StringBuilder text, List<SpeedRound.Result> rounds) {
        Map<String, Double> medians = new TreeMap<>();
        for (String name : rounds.get(0).threads().keySet()) {
            medians.put(name, median(rounds, r -> r.threads().getOrDefault(name, 0.0)));
        }
        line(text, "| Threads of the receiver | CPU per event, µs, median |");
        line(text, "|---|---|");
        medians.entrySet().stream()
                .filter(entry -> entry.getValue() >= 0.05)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> line(text, "| %s | %.1f |", entry.getKey(), entry.getValue()));
        line(text, "");
    }

    private static void row(
            StringBuilder text,
            String name,
            String format,
            List<SpeedRound.Result> rounds,
            ToDoubleFunction<SpeedRound.Result> figure,
            String target) {
        double[] sorted = sorted(rounds, figure);
        String spread = format + " to " + format;
        line(
                text,
                "| " + name.replace("%", "%%") + " | " + format + " | " + spread + " | " + target + " |",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static double median(List<SpeedRound.Result> rounds, ToDoubleFunction<SpeedRound.Result> figure) {
        return sorted(rounds, figure)[rounds.size() / 2];
    }

    private static double[] sorted(List<SpeedRound.Result> rounds, ToDoubleFunction<SpeedRound.Result> figure) {
        double[] values = rounds.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        return values;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
