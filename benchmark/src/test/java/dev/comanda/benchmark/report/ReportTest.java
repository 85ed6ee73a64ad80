package dev.comanda.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Line BARE = line("bare", 20_000);
    private static final Line COMMIT = line("commit1", 5_000);
    private static final Line ACCEPT = line("accept64", 1_300);
    private static final List<Line> LINES = List.of(BARE, COMMIT, ACCEPT);

    @Test
    void dividesByTheRateOfTheYardstick() {
        assertThat(Report.ratio(ACCEPT, LINES, "bare")).isEqualTo("0.065");
        assertThat(Report.ratio(ACCEPT, LINES, "commit1")).isEqualTo("0.26");
        assertThat(Report.ratio(line("accept64", 16_500), LINES, "commit1")).isEqualTo("3.30");
    }

    @Test
    void hasNoRatioWhereTheYardstickWasNotMeasured() {
        assertThat(Report.ratio(BARE, LINES, "bare")).isEqualTo("-");
        assertThat(Report.ratio(ACCEPT, List.of(ACCEPT), "bare")).isEqualTo("-");
        assertThat(Report.ratio(ACCEPT, List.of(line("bare", 0), ACCEPT), "bare"))
                .isEqualTo("-");
    }

    @Test
    void hasNoRatioWhereTheGeneratorSetsTheRate() {
        assertThat(Report.ratio(line("idle", 20), LINES, "bare")).isEqualTo("-");
    }

    @Test
    void replacesTheTableAndNothingElse(@TempDir Path docs) throws IOException {
        Path page = docs.resolve("performance.md");
        String begin = "<!-- begin: written by ./comanda bench --write-docs -->\n";
        String end = "<!-- end: written by ./comanda bench --write-docs -->\n";
        Files.writeString(page, "before\n" + begin + "old\n" + end + "after\n");

        Report.of(Instant.EPOCH, new Facts(4.6, 200, 80, 0.031), LINES).writeDocs(docs);

        assertThat(Files.readString(page))
                .startsWith("before\n" + begin + "\n1970-01-01, ")
                .endsWith("\n" + end + "after\n")
                .contains("Start to ready 4.6 s; idle: service 200 MB, database 80 MB, 3.1 % of a core.")
                .contains(
                        "| accept64 | 1,300 | 1.0 | 2.0 | 0.500, 0.250, - | 2.0, 1.00, 800 | 0.065, 0.26 | 3 % | a note |\n")
                .doesNotContain("old");
        assertThat(Files.readString(docs.resolve("performance.svg")))
                .startsWith("<svg ")
                .contains(">1,300</text>");
    }

    private static Line line(String key, double rate) {
        return new Line(key, key, rate, 1.0, 2.0, 0.5, 0.25, null, 2.0, 1.0, 800.0, 0.03, "a note");
    }
}
