package dev.hec.benchmarks.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The measurements as a document.
 *
 * @param events of a burst
 */
record Report(Machine machine, int rounds, int events, Results results) {

    private static final String HEAD = "| | CPU µs/event | Caller µs/event | Events/s | Bytes/call | Wire bytes/event |"
            + " Peak MB | Lost | Again |\n|---|---|---|---|---|---|---|---|---|\n";

    /** The tables, as Markdown. */
    String text() {
        StringBuilder text = new StringBuilder(machine.text())
                .append(String.format(Locale.ROOT, " %d rounds of %,d events.%n%n", rounds, events))
                .append(HEAD);
        for (Candidate candidate : Candidate.values()) {
            if (results.has(candidate, "cpu")) {
                text.append(burst(candidate));
            }
        }
        text.append("\n| 10,000 calls a second | p50 µs | p99 µs | p99.9 µs | max µs |\n|---|---|---|---|---|\n")
                .append(rows("p50", "p99", "p99.9", "max"))
                .append("\n| | Start ms |\n|---|---|\n")
                .append(rows("start"));
        text.append("\n| Target | Measured | Limit | Met |\n|---|---|---|---|\n");
        new Targets(results).rows().forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }

    /** A row for each candidate of which the first of these is known. */
    private String rows(String... names) {
        StringBuilder rows = new StringBuilder();
        for (Candidate candidate : Candidate.values()) {
            if (results.has(candidate, names[0])) {
                rows.append("| ").append(candidate.title());
                for (String name : names) {
                    rows.append(" | ").append(results.text(candidate, name, 0));
                }
                rows.append(" |\n");
            }
        }
        return rows.toString();
    }

    private String burst(Candidate candidate) {
        return "| " + candidate.title()
                + " | " + results.text(candidate, "cpu", 2)
                + " | " + results.text(candidate, "caller", 2)
                + " | " + results.text(candidate, "rate", 0)
                + " | " + results.text(candidate, "bytes", 0)
                + " | " + results.text(candidate, "wire", 0)
                + " | " + results.text(candidate, "rss", 0)
                + " | " + results.text(candidate, "lost", 0)
                + " | " + results.text(candidate, "again", 0)
                + " |\n";
    }

    /** Puts the tables between the marks of the document, and the chart beside it. */
    void write(Path document) throws IOException {
        String before = Files.readString(document);
        String begin = "<!-- measured -->\n";
        String end = "<!-- end -->";
        int from = before.indexOf(begin) + begin.length();
        Files.writeString(document, before.substring(0, from) + text() + before.substring(before.indexOf(end)));
        Files.writeString(document.resolveSibling("benchmarks.svg"), new Chart(results).svg());
    }
}
