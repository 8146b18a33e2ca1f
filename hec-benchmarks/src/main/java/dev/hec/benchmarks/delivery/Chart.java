package dev.hec.benchmarks.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** CPU per event as bars, in SVG. */
record Chart(Results results) {

    private static final int WIDTH = 720;
    private static final int ROW = 26;
    private static final int LABEL = 220;

    String svg() {
        List<Candidate> shown = Arrays.stream(Candidate.values())
                .filter(candidate -> results.has(candidate, "cpu"))
                // One request per event is a different order of magnitude, and would make all others look alike.
                .filter(candidate -> candidate != Candidate.LOG4J_HTTP)
                .toList();
        double most = shown.stream()
                .mapToDouble(candidate -> results.of(candidate, "cpu"))
                .max()
                .orElse(1);
        int height = ROW * (shown.size() + 1) + 10;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                height));
        svg.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, height));
        svg.append("<text x=\"10\" y=\"20\" font-weight=\"bold\">CPU µs per delivered event (less is better)</text>\n");
        for (int i = 0; i < shown.size(); i++) {
            Candidate candidate = shown.get(i);
            double cpu = results.of(candidate, "cpu");
            double bar = (WIDTH - LABEL - 70) * cpu / most;
            int y = ROW * (i + 1) + 8;
            String colour = candidate.name().contains("HEC") ? "#2563eb" : "#9ca3af";
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                    LABEL - 8,
                    y + 14,
                    candidate.title(),
                    LABEL,
                    y,
                    bar,
                    colour,
                    LABEL + bar + 6,
                    y + 14,
                    cpu));
        }
        return svg.append("</svg>\n").toString();
    }
}
