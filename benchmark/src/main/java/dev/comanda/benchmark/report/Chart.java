package dev.comanda.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A bar for each rate, on a logarithmic scale, in colours that can be read on a light and on a dark page. */
final class Chart {
    private static final Set<String> WITHOUT = Set.of("health", "commit64", "idle", "alone", "beside");
    private static final Set<String> YARDSTICKS = Set.of("bare", "commit1");
    private static final int LEFT = 350;
    private static final int WIDTH = 910;
    private static final int BAR = 20;
    private static final int STEP = 28;
    private static final int TOP = 40;
    private static final int DECADES = 4;

    private Chart() {}

    static String svg(List<Line> all) {
        List<Line> lines =
                all.stream().filter(line -> !WITHOUT.contains(line.key())).toList();
        int height = TOP + STEP * lines.size() + 30;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" role="img" aria-label="Events a second of each path">
                <style>
                  text { font: 13px system-ui, sans-serif; fill: #24292f }
                  .grid { stroke: #8c959f; stroke-opacity: .35 }
                  .product { fill: #1f6feb }
                  .yardstick { fill: #8c959f }
                  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .product { fill: #58a6ff } }
                </style>
                <text x="10" y="22">Events a second (logarithmic; grey: yardsticks on the same machine)</text>
                """.formatted(WIDTH, height));
        for (int decade = 1; decade <= DECADES + 1; decade++) {
            double rate = Math.pow(10, decade);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>%n",
                    x(rate),
                    TOP - 6,
                    height - 24));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>%n",
                    x(rate),
                    height - 8,
                    rate));
        }
        int y = TOP;
        for (Line each : lines) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 10,
                    y + 15,
                    each.label()));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                    YARDSTICKS.contains(each.key()) ? "yardstick" : "product",
                    LEFT,
                    y,
                    x(each.rate()) - LEFT,
                    BAR));
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n", x(each.rate()) + 6, y + 15, each.rate()));
            y += STEP;
        }
        return svg.append("</svg>\n").toString();
    }

    /** 10 events a second stand at the left edge, 100,000 at the right one. */
    private static double x(double rate) {
        double decades = Math.log10(Math.clamp(rate, 10, 100_000)) - 1;
        return LEFT + decades / DECADES * (WIDTH - LEFT - 70);
    }
}
