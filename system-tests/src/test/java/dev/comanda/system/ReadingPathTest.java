package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README leads a newcomer through files. Each of them is there. */
final class ReadingPathTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern FILE = Pattern.compile("`(\\w+)(/[\\w/]+\\.java)`");
    private static final Map<String, String> PLACES = Map.of(
            "restaurant", "restaurant-service/src/main/java/dev/comanda/restaurant",
            "marketplace", "marketplace-service/src/main/java/dev/comanda/marketplace",
            "partners", "shared-partners/src/main/java/dev/comanda/partners",
            "payments", "shared-payments/src/main/java/dev/comanda/payments");

    @Test
    void everyFileOfTheReadingPathExists() throws IOException {
        List<Path> files = FILE.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(ReadingPathTest::file)
                .toList();
        assertThat(files).hasSizeGreaterThan(10).allMatch(Files::exists);
    }

    private static Path file(MatchResult name) {
        return ROOT.resolve(PLACES.getOrDefault(name.group(1), name.group(1)) + name.group(2));
    }
}
