package dev.hec.delivery;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** Draws a {@link FleetHistory} as SVG: three diagrams over the same seconds. Confined to one thread. */
public final class FleetChart {

    private static final int WIDTH = 900;
    private static final int LEFT = 64;
    private static final int RIGHT = 872;
    private static final int PANEL_HEIGHT = 150;
    private static final int PANEL_DISTANCE = 230;
    private static final int FIRST_TOP = 84;
    private static final int TICK_SECONDS = 30;

    /** Seconds that the share of rejections is taken over; a single second says little. */
    private static final int MEAN_SECONDS = 5;

    private static final String BLUE = "#1f5fa8";
    private static final String ORANGE = "#e08a1e";
    private static final String RED = "#b3261e";
    private static final String GREY = "#6b7280";

    private final FleetHistory history;
    private final FleetScenario scenario;
    private final StringBuilder svg = new StringBuilder();
    private int top;
    private double most;

    private FleetChart(FleetHistory history) {
        this.history = history;
        scenario = history.scenario();
    }

    public static String of(FleetHistory history) {
        return new FleetChart(history).draw();
    }

    private String draw() {
        int height = FIRST_TOP + 3 * PANEL_DISTANCE - 20;
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH, height));
        svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, height));
        text(LEFT, 28, "start", 16, "#111827", title());

        panel(0, "Requests in each second, % of the collector's limit", 160, 40);
        legend(520, ORANGE, "sent");
        legend(640, BLUE, "accepted");
        line(100);
        curve(ORANGE, 1.2, second -> 100 * history.requests(second, second + 1) / (double) scenario.limit());
        curve(BLUE, 1.8, second -> 100 * history.utilisation(second, second + 1));

        panel(1, "Rejected requests, %, mean of " + MEAN_SECONDS + " s", 10, 2);
        line(2);
        curve(RED, 1.8, second -> 100 * history.rejected(Math.max(0, second + 1 - MEAN_SECONDS), second + 1));

        double share = scenario.limit() / (double) scenario.clients();
        panel(2, "Pace of a client, requests in a second", 4 * share, share);
        legend(400, GREY, "5 % of clients are below");
        legend(600, BLUE, "half");
        legend(690, ORANGE, "95 %");
        line(share);
        curve(GREY, 1.4, second -> history.pace(second, 0.05));
        curve(BLUE, 1.8, second -> history.pace(second, 0.5));
        curve(ORANGE, 1.4, second -> history.pace(second, 0.95));
        return svg.append("</svg>\n").toString();
    }

    private String title() {
        return format(
                "%d clients share %d requests in a second; from %d s to %d s the collector answers 503 to all",
                scenario.clients(), scenario.limit(), scenario.outageFrom(), scenario.outageTo());
    }

    /** Axes, grid and heading of a diagram, which the following curves belong to. */
    private void panel(int number, String heading, double maximum, double step) {
        top = FIRST_TOP + number * PANEL_DISTANCE;
        most = maximum;
        int bottom = top + PANEL_HEIGHT;
        svg.append(format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f1f1f4\"/>%n",
                x(scenario.outageFrom()), top, x(scenario.outageTo()) - x(scenario.outageFrom()), PANEL_HEIGHT));
        text(LEFT, top - 12, "start", 14, "#111827", heading);
        for (double value = 0; value <= maximum; value += step) {
            stroke(LEFT, y(value), RIGHT, y(value), "#e5e7eb", "");
            text(LEFT - 8, y(value) + 4, "end", 12, GREY, format("%.0f", value));
        }
        for (int second = 0; second <= scenario.seconds(); second += TICK_SECONDS) {
            stroke(x(second), bottom, x(second), bottom + 5, GREY, "");
            text(x(second), bottom + 20, "middle", 12, GREY, second + " s");
        }
        stroke(LEFT, bottom, RIGHT, bottom, GREY, "");
        stroke(LEFT, top, LEFT, bottom, GREY, "");
    }

    private void legend(int x, String colour, String name) {
        svg.append(format("<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"3\" fill=\"%s\"/>%n", x, top - 18, colour));
        text(x + 24, top - 12, "start", 13, "#374151", name);
    }

    private void line(double value) {
        stroke(LEFT, y(value), RIGHT, y(value), "#111827", " stroke-dasharray=\"5 4\"");
    }

    /** One point for each second. What is too large is drawn at the upper edge. */
    private void curve(String colour, double width, IntToDoubleFunction value) {
        svg.append(format(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\" points=\"",
                colour, width));
        for (int second = 0; second < scenario.seconds(); second++) {
            svg.append(format("%s%.1f,%.1f", second == 0 ? "" : " ", x(second + 1), y(value.applyAsDouble(second))));
        }
        svg.append(format("\"/>%n"));
    }

    private void stroke(double x1, double y1, double x2, double y2, String colour, String more) {
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
                x1, y1, x2, y2, colour, more));
    }

    private void text(double x, double y, String anchor, int size, String colour, String words) {
        svg.append(format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>%n",
                x, y, anchor, size, colour, words));
    }

    private double x(double second) {
        return LEFT + (RIGHT - LEFT) * second / scenario.seconds();
    }

    private double y(double value) {
        return top + PANEL_HEIGHT * (1 - Math.min(value, most) / most);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
