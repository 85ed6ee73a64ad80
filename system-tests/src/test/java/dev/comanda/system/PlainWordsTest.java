package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What callers read when a field of theirs is refused. */
final class PlainWordsTest {
    private static final Pattern CONSTRAINT = Pattern.compile("(?s)@Pattern\\(\\s*regexp = .*?\\)\\s");

    /** A caller was told to match {@code [\\x21-\\x7E]([\\x20-\\x7E]{0,98}[\\x21-\\x7E])?}. */
    @Test
    void noRefusalShowsARegularExpression() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.find(
                Path.of(".."), 20, (path, _) -> path.toString().matches("\\.\\./[a-z-]+/src/main/java/.*\\.java"))) {
            sources = files.toList();
        }
        assertThat(sources).hasSizeGreaterThan(100);
        for (Path source : sources) {
            String text = Files.readString(source);
            // One with a message for the whole, as WireText, is reported by that alone.
            if (!text.contains("@ReportAsSingleViolation")) {
                assertThat(CONSTRAINT.matcher(text).results().map(MatchResult::group))
                        .as(source.toString())
                        .allMatch(constraint -> constraint.contains("message ="));
            }
        }
    }
}
