package dev.comanda.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run, as text, JSON and a table for the documentation.
 *
 * @param at when it ended
 * @param machine what it ran on
 * @param load of the machine over its last minute
 */
public record Report(
        String at, String machine, double load, @Nullable Facts facts, List<Line> lines) {
    /** The generator sets the rate of these, so it says nothing. */
    private static final Set<String> PACED = Set.of("idle", "alone", "beside");

    private static final String BEGIN = "<!-- begin: written by ./comanda bench --write-docs -->\n";
    private static final String END = "<!-- end: written by ./comanda bench --write-docs -->\n";
    private static final String COLUMNS = "%-46s %9s %8s %8s %8s %8s %8s %6s %7s %7s %7s %7s %6s  %s";

    public static Report of(Instant at, @Nullable Facts facts, List<Line> lines) {
        return new Report(at.toString(), thisMachine(), currentLoad(), facts, List.copyOf(lines));
    }

    public static String heading() {
        return "%s, load %.1f%n%n".formatted(thisMachine(), currentLoad())
                + COLUMNS.formatted(
                        "",
                        "events/s",
                        "p50 ms",
                        "p99 ms",
                        "service",
                        "database",
                        "clients",
                        "stmts",
                        "commits",
                        "WAL B",
                        "x bare",
                        "x row",
                        "others",
                        "");
    }

    public static String legend() {
        return "service, database, clients: milliseconds of CPU for each event. stmts, commits, WAL B: for each event. x bare: "
                + "rate to bare POST. x row: rate to one row a commit. others: share of the machine that other processes took.";
    }

    /** @param lines those before it, for the ratios */
    public static String text(Line line, List<Line> lines) {
        return COLUMNS.formatted(cells(line, lines));
    }

    /** The columns of a line, in the order of both tables. */
    private static Object[] cells(Line line, List<Line> lines) {
        return new Object[] {
            line.label(),
            number(line.rate(), 0),
            number(line.p50(), 1),
            number(line.p99(), 1),
            number(line.cpuService(), 3),
            number(line.cpuDatabase(), 3),
            number(line.cpuClients(), 3),
            number(line.statements(), 1),
            number(line.commits(), 2),
            number(line.walBytes(), 0),
            ratio(line, lines, "bare"),
            ratio(line, lines, "commit1"),
            line.others() == null ? "-" : "%.0f %%".formatted(100 * line.others()),
            line.note()
        };
    }

    /** The rate of one line to that of another, with two digits that count; "-" where there is none. */
    public static String ratio(Line line, List<Line> lines, String key) {
        Optional<Line> other =
                lines.stream().filter(each -> each.key().equals(key)).findFirst();
        if (PACED.contains(line.key())
                || other.isEmpty()
                || other.get().equals(line)
                || other.get().rate() == 0) {
            return "-";
        }
        double ratio = line.rate() / other.get().rate();
        return number(ratio, ratio < 0.1 ? 3 : 2);
    }

    public void writeJson(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }

    /** Puts the table between the two marks of performance.md, and draws performance.svg beside it. */
    public void writeDocs(Path docs) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " does not hold the two marks between which the table goes");
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n" + table() + "\n" + text.substring(end));
        Files.writeString(docs.resolve("performance.svg"), Chart.svg(lines));
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append("%s, %s, load at the end %.1f.".formatted(at.substring(0, 10), machine, load));
        if (facts != null) {
            table.append(' ')
                    .append(facts.text().substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(facts.text().substring(1))
                    .append('.');
        }
        table.append("""


                | path | events/s | p50 ms | p99 ms | CPU ms of service, database, clients | statements, commits, WAL bytes | x bare POST, x single-row commits | others | note |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (Line line : lines) {
            table.append("| %s | %s | %s | %s | %s, %s, %s | %s, %s, %s | %s, %s | %s | %s |%n"
                    .formatted(cells(line, lines)));
        }
        return table.toString();
    }

    private static String number(@Nullable Double value, int digits) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String thisMachine() {
        return "%d processors, %s %s, JDK %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature());
    }

    private static double currentLoad() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
