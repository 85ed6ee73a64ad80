package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's journey, typed command by command as it is printed. */
@Timeout(180)
final class ReadmeTest {
    private static Businesses both;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void open() throws IOException {
        both = Businesses.start("readme");
    }

    @AfterAll
    static void close() throws IOException {
        both.close();
    }

    @Test
    void theJourneyOfTheReadmeEndsInTheItinerary() throws Exception {
        List<String> steps = Guide.read("README.md").journey();
        assertThat(steps).hasSize(11);
        for (String step : steps) {
            // A person reads between two commands; here a command that comes too early is typed again.
            String[] refusal = new String[1];
            assertThat(Await.soon(() -> succeeds(step, refusal)))
                    .as("%s%s", step, refusal[0])
                    .isTrue();
        }
        Answer itinerary = both.restaurant.awaitShown(
                "/reservations/RES-2026-001/itinerary", "/services/0/scheduled_time", "20:30");
        assertThat(itinerary.at("/services/0/service_name")).isEqualTo("DJ Profesional");
        assertThat(itinerary.at("/services/0/status")).isEqualTo("confirmed");
        assertThat(itinerary.at("/services/0/provider/name")).isEqualTo("DJ Sounds Pro");
    }

    /** Runs one step where the ones before left their variables; a refused request is a failed step. */
    private static boolean succeeds(String step, String[] refusal) {
        String script = """
                set -euo pipefail
                curl() { command curl --fail-with-body "$@"; }
                [ ! -e variables ] || . ./variables
                %s
                declare -p secret booking 2>/dev/null > variables || true
                """.formatted(step.replace("http://localhost:8002", both.restaurant.url(""))
                .replace("http://localhost:8010", both.marketplace.url("")));
        try {
            Program.run("bash", "-c", "cd '" + folder + "' && " + script);
            return true;
        } catch (AssertionError refused) {
            refusal[0] = refused.getMessage();
            return false;
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }
}
